// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.edgepin.gpio.logged.Logged;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsMosquitto
class MalformedMessagesTest {

    private static final String ERROR = "gpio/edgepin/error";

    private final Random random = new Random(20261120);
    private final FakeGpio gpio = new FakeGpio();
    private final Logged logged = new Logged();
    private final Mosquitto broker;
    private final Client client;
    private final Gateway gateway;

    MalformedMessagesTest(@TempDir Path folder) throws Exception {
        broker = new Mosquitto(folder).start();
        client = Client.on(broker);
        gateway = Gateway.of(gpio, Configuration.forBroker(broker.port()));
        await().until(() -> client.on("gpio/edgepin/27/state").contains("0"));
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        client.close();
        broker.close();
        gpio.close();
        logged.close();
    }

    @Test
    void areEachAnsweredOrIgnoredAndLeaveNothingBehind() throws Exception {
        var before = memory();
        var answers = 0;
        for (var i = 0; i < 200; i++) {
            answers += publish("gpio/edgepin/27/write", payload(i), 1);
            answers += publish("gpio/edgepin/" + pin(i) + "/write", new byte[] {'1'}, 1);
            answers += publish("gpio/edgepin/" + pin(i) + "/read", payload(i), 1);
            answers += publish("gpio/edgepin/27/" + "deep/".repeat(1 + i / 4) + "write", payload(i), 0);
            answers += publish("gpio/" + pin(i) + "/27/write", new byte[] {'1'}, 0);
        }
        var expected = answers;

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(client.on(ERROR).size()).isEqualTo(expected));
        assertThat(client.on(ERROR)).hasSize(expected).allMatch(it -> it.matches("[ -~]{60,2000}"));
        assertThat(gpio.sequence(27)).isZero();
        assertWorks();
        assertThat(logged.warnings()).hasSizeLessThan(5);
        client.forget();
        assertThat(memory() - before).isLessThan(8 << 20);
    }

    @Test
    void areIgnoredIfNotEvenTheBrokerTakesThem() throws Exception {
        for (var topic : List.of(
                new byte[] {'g', 'p', 'i', 'o', '/', (byte) 0xc3, (byte) 0x28},
                "gpio/edgepin/\u0000/write".getBytes(UTF_8),
                "gpio/edgepin/+/write".getBytes(UTF_8),
                "gpio/edgepin/27/write".getBytes(UTF_16),
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                new byte[0])) {
            try (var rude = Client.on(broker)) {
                rude.publish(topic, new byte[] {'1'}, false);
            }
        }
        assertWorks();
        assertThat(gpio.sequence(27)).isEqualTo(1);
        assertThat(logged.warnings()).isEmpty();
    }

    @Test
    void mayBeVeryLarge() throws Exception {
        client.publish("gpio/edgepin/27/write", new byte[64 << 20], false);
        client.publish("gpio/edgepin/27/read", new byte[64 << 20], false);

        await().until(() -> client.on(ERROR).size() == 1
                && client.on("gpio/edgepin/27/state").size() >= 2);
        assertThat(client.on(ERROR).get(0)).contains("Invalid GPIO value").hasSizeLessThan(400);
    }

    @Test
    void mayBeRetainedAndDoNotKeepTheGatewayFromItsBroker() throws Exception {
        for (var pin : List.of("\ud83d\ude00", "\uff11")) {
            client.publish("gpio/edgepin/" + pin + "/write", new byte[] {'1'}, true);
        }
        await().until(() -> client.on(ERROR).size() == 2);
        client.forget();

        try (var second =
                Gateway.of(gpio, Configuration.forBroker(broker.port()).with("client_id", "second"))) {
            assertThat(second).isNotNull();
            await().until(() -> client.on(ERROR).size() == 2);
            assertThat(client.on(ERROR)).allMatch(it -> it.contains("Retained GPIO command"));
            assertWorks();
        }
    }

    private int publish(String topic, byte[] payload, int answers) throws IOException {
        client.publish(topic, payload, false);
        return answers;
    }

    private byte[] payload(int i) {
        return switch (i % 8) {
            case 0 -> new byte[0];
            case 1 -> random(64 << 10);
            case 2 -> random(5);
            case 3 -> "1".getBytes(UTF_16);
            case 4 -> "\u00e4\u00f6\ud83d\ude00".getBytes(UTF_8);
            case 5 -> "{\"value\": 1}".getBytes(ISO_8859_1);
            case 6 -> new byte[] {(byte) 0xff, (byte) 0xfe, 0, '1'};
            default -> "1\n".getBytes(ISO_8859_1);
        };
    }

    /** What is no number; never empty, since Mosquitto may or may not pass on an empty part. */
    private String pin(int i) {
        return switch (i % 6) {
            case 0 -> "x".repeat(1 + 50 * i);
            case 1 -> "-" + i;
            case 2 -> "\u0665\u00e4\ud83d\ude00";
            case 3 -> "27\"\\{}";
            case 4 -> "0" + i;
            default -> "9".repeat(10 + i);
        };
    }

    private byte[] random(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        // not by chance a right one
        bytes[0] = 'x';
        return bytes;
    }

    private void assertWorks() throws Exception {
        client.publish("gpio/edgepin/27/write", "1");
        await().until(() -> client.on("gpio/edgepin/27/state").contains("1"));
    }

    private static long memory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
