// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.edgepin.gpio.logged.Logged;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RudeBrokerTest {

    private static final int AT_LEAST_ONCE = 1;
    private static final int REFUSED = 0x80;

    private final FakeGpio gpio = new FakeGpio();
    private final Logged logged = new Logged();

    @AfterEach
    void close() {
        gpio.close();
        logged.close();
    }

    @Test
    void stopsSoonAlthoughTheBrokerSaysNothing() throws Exception {
        try (var broker = new RudeBroker(false, AT_LEAST_ONCE)) {
            var gateway = Gateway.of(gpio, Configuration.forBroker(broker.port()));
            await().until(() -> broker.connections() == 1);

            var begin = System.nanoTime();
            gateway.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            assertThat(logged.warnings()).isEmpty();
        }
    }

    @Test
    void connectsAnewToABrokerThatTakesNoMessages() throws Exception {
        try (var broker = new RudeBroker(true, AT_LEAST_ONCE);
                var gateway = Gateway.of(gpio, impatient(broker))) {
            assertThat(gateway).isNotNull();
            await().until(() -> broker.connections() >= 2);

            assertThat(logged.warnings())
                    .singleElement()
                    .asString()
                    .endsWith("still trying: it has taken no message in 2 s");
        }
    }

    @Test
    void saysThatTheBrokerRefusesASubscription() throws Exception {
        try (var broker = new RudeBroker(true, REFUSED);
                var gateway = Gateway.of(gpio, impatient(broker).with("keep_alive_s", "30"))) {
            assertThat(gateway).isNotNull();
            await().until(() -> logged.warnings().size() == 2);

            assertThat(logged.warnings().get(0))
                    .endsWith("refuses the subscription to gpio/edgepin/+/read: no commands will come");
        }
    }

    private static Configuration impatient(RudeBroker broker) {
        return Configuration.forBroker(broker.port()).with("keep_alive_s", "1").with("status_topic", "");
    }
}
