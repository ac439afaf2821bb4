// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles are updated and files are edited while a pin has 1,000 edges a second. */
class HotSwapTest {

    private static final String BOARD = """
            twin = rpi
            inputs = 5,6U,7D
            outputs = 8H,9,27L
            pin.5.outside = square 2 ms
            """;

    @AutoClose
    private static Gateway gateway;

    @BeforeAll
    static void startAGatewayWithABusyPin() throws Exception {
        gateway = Gateway.prepare().etc("org.edgepin.gpio.sim-main.cfg", BOARD).boot();
        TestBundle.installTally(gateway);
        gateway.console("gpio:write main/27=1");
        letEdgesPass(500);
    }

    private static String tally() {
        return gateway.console("itest:tally");
    }

    private static long edges() {
        var match = Pattern.compile("main/5 edges=(\\d+)").matcher(tally());
        return match.find() ? Long.parseLong(match.group(1)) : 0;
    }

    /** What the listener has been told of outputs. */
    private static List<String> outputs() {
        return tally().lines().filter(line -> line.matches("main/(8|9|27) .*")).toList();
    }

    private static void letEdgesPass(int count) {
        var before = edges();
        await().atMost(Duration.ofSeconds(30)).until(() -> edges() >= before + count);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.edgepin.gpio.mqtt",
                "org.edgepin.gpio.core",
                "org.edgepin.gpio.shell",
                "org.edgepin.gpio.broker",
            })
    void aBundleIsUpdatedAndNoEdgeIsLostAndNoOutputMoves(String bundle) {
        var outputsBefore = outputs();

        gateway.console("bundle:update " + bundle);

        letEdgesPass(500);
        assertThat(tally()).doesNotContain("PROBLEM").contains("lost=0");
        assertThat(outputs()).isEqualTo(outputsBefore);
        await().ignoreExceptionsMatching(it -> true)
                .untilAsserted(() ->
                        assertThat(gateway.console("gpio:read main/27 main/8")).contains("main/27 = 1", "main/8 = 1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.edgepin.gpio.mqtt", "org.edgepin.gpio.core"})
    void whatASubscriberDidNotGetDuringAnUpdateItIsTold(String bundle) throws Exception {
        var seen = new Numbers();
        try (var subscriber = new MqttSubscriber(gateway.mqttPort())) {
            seen.listen(subscriber, "edgepin/edgepin/5");
            await().atMost(Duration.ofSeconds(30)).until(() -> seen.newest() > 0);

            gateway.console("bundle:update " + bundle);

            var newest = seen.newest();
            await().atMost(Duration.ofSeconds(60)).until(() -> seen.newest() > newest + 500);
            assertThat(seen.missing()).isEmpty();
        }
    }

    @Test
    void theBoardItselfIsUpdatedAndComesBack() {
        gateway.console("bundle:update org.edgepin.gpio.provider.sim");

        await().ignoreExceptionsMatching(it -> true)
                .untilAsserted(() ->
                        assertThat(gateway.console("gpio:boards --no-format")).contains("up"));
        letEdgesPass(500);
        assertThat(gateway.console("gpio:read main/27")).contains("main/27 = 1");
        assertThat(tally()).doesNotContain("PROBLEM");
    }

    @Test
    void aLineOfAnotherPinIsEditedAndNoEdgeIsLost() {
        gateway.etc("org.edgepin.gpio.sim-main.cfg", BOARD + "pin.6.debounce_us = 5000\npin.6.name = door\n");

        await().untilAsserted(
                        () -> assertThat(gateway.console("gpio:pins main/6")).contains("door", "5"));
        letEdgesPass(500);
        assertThat(tally()).doesNotContain("PROBLEM").contains("lost=0");
        assertThat(gateway.console("gpio:read main/27")).contains("main/27 = 1");
    }

    @Test
    void aWrongFileIsRefusedWithItsKeyAndWhatRanBeforeRunsOn() {
        for (var wrong : List.of(
                "inputs = 5,6X",
                "inputs = 5,5U",
                "inputs = 5,8",
                "inputs = 5,99",
                "inptus = 5",
                "pin.5.debounce_us = soon")) {
            var key = wrong.substring(0, wrong.indexOf(' '));
            gateway.etc(
                    "org.edgepin.gpio.sim-main.cfg",
                    BOARD.replaceFirst("(?m)^" + Pattern.quote(key) + " .*\n", "") + wrong + "\n");

            await(wrong).untilAsserted(() -> assertThat(gateway.console("gpio:boards"))
                    .contains(wrong.replace("inputs = 5,8", "outputs = 8H,9,27L")));
            letEdgesPass(50);
        }
        assertThat(tally()).doesNotContain("PROBLEM").contains("lost=0");

        gateway.etc("org.edgepin.gpio.sim-main.cfg", BOARD);
        await().untilAsserted(() -> assertThat(gateway.console("gpio:boards")).doesNotContain("refused"));
    }
}
