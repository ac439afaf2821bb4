// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedGateway.class)
class WelcomeTest {

    @Test
    void namesWhatRunsItsFilesAndWhatToTry(Gateway gateway) {
        var port = gateway.mqttPort();

        assertThat(gateway.console("edgepin:welcome").lines())
                .contains(
                        "  board   main  Raspberry Pi (simulated)   org.edgepin.gpio.sim-main.cfg",
                        "  broker        127.0.0.1:%-16d org.edgepin.gpio.broker.cfg".formatted(port),
                        "  mqtt    main  127.0.0.1:" + port + " as edgepin  org.edgepin.gpio.mqtt-main.cfg",
                        "  Files  " + gateway.etc(""),
                        "  Log    " + gateway.folder().resolve("data/log/edgepin.log"),
                        "  Try    gpio:pins",
                        "         gpio:toggle main/8",
                        "         gpio:watch main/5",
                        "         gpio:sim-set main/5 high",
                        "  MQTT   mosquitto_sub -p " + port + " -t 'gpio/#' -v",
                        "         mosquitto_pub -p " + port + " -t gpio/edgepin/8/write -m 1");
    }

    @Test
    void logsWhatRunsWhenTheGatewayIsUp(Gateway gateway) {
        assertThat(gateway.log().lines())
                .anyMatch(line ->
                        line.endsWith("broker 127.0.0.1:" + gateway.mqttPort() + " (org.edgepin.gpio.broker.cfg)"));
    }
}
