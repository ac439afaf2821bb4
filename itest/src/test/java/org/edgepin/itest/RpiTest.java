// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A board of a chip that this machine does not have: it waits, and all else works. On a real kernel
 * with such a chip the rig tests it.
 */
class RpiTest {

    private static final String BOARD = """
            chip = edgepin-no-such-chip
            inputs = 5,6U
            outputs = 8L
            """;

    @AutoClose
    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = Gateway.prepare().etc("org.edgepin.gpio.rpi-pi.cfg", BOARD).boot();
    }

    @Test
    void aChipThatIsNotThereIsSaidWhereBoardsAreShownAndTheOthersWork() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(gateway.console("gpio:boards"))
                .contains("no GPIO chip is labelled edgepin-no-such-chip"));
        assertThat(gateway.console("gpio:read main/5")).contains("main/5 = ");
        assertThat(gateway.complaints())
                .singleElement()
                .asString()
                .contains("board pi is away, still trying: no GPIO chip is labelled edgepin-no-such-chip");
    }

    @Test
    void aBundleGetsPi4jWithTheGatewaysProvidersAndIsToldWhyAPinCannotBeUsed() throws Exception {
        var jar = TestBundle.make(
                Path.of("target/test-classes"),
                "org.edgepin.itest.pi4j",
                gateway.folder().resolve("data/tmp/pi4j.jar"),
                Map.of("Karaf-Commands", "org.edgepin.itest.pi4j"));

        gateway.console("bundle:install -s " + jar.toUri());

        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsMatching(it -> true)
                .untilAsserted(() -> assertThat(gateway.console("itest:pi4j"))
                        .contains("[edgepin-digital-input, edgepin-digital-output, edgepin-i2c, edgepin-spi]")
                        .contains("pi: board is away, no GPIO chip is labelled edgepin-no-such-chip"));
        gateway.console("bundle:uninstall org.edgepin.itest.pi4j");
        assertThat(gateway.complaints()).allMatch(it -> it.contains("board pi is away"));
    }
}
