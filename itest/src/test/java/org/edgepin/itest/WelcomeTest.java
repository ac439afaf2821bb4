// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedGateway.class)
class WelcomeTest {

    /** Nobody accepts the connections by which it is found out who answers. */
    private static final int PATIENT = 1_000;

    @Test
    void namesWhatRunsItsFilesAndWhatToTry(Gateway gateway) {
        var port = gateway.mqttPort();

        var lines = gateway.console("edgepin:welcome").lines().toList();

        assertThat(lines.stream().map(line -> line.replaceAll("(?<=\\S) +", " ")))
                .contains(
                        "  board main Raspberry Pi (simulated) org.edgepin.gpio.sim-main.cfg",
                        "  broker 127.0.0.1:" + port + " org.edgepin.gpio.broker.cfg",
                        "  mqtt main 127.0.0.1:" + port + " as edgepin org.edgepin.gpio.mqtt-main.cfg");
        assertThat(lines)
                .contains(
                        "  Files  " + gateway.etc(""),
                        "  Log    " + gateway.folder().resolve("data/log/edgepin.log"),
                        "  Try    gpio:pins",
                        "         gpio:toggle main/8",
                        "         gpio:watch main/5",
                        "  MQTT   mosquitto_sub -p " + port + " -t 'gpio/#' -v")
                .anyMatch(line -> line.matches(" {9}gpio:sim-set main/5 (low|high)"))
                .anyMatch(line -> line.matches(" {9}mosquitto_pub -p " + port + " -t gpio/edgepin/8/write -m [01]"));
    }

    @Test
    void logsWhatRunsWhenTheGatewayIsUp(Gateway gateway) {
        assertThat(gateway.log().lines())
                .anyMatch(line ->
                        line.endsWith("broker 127.0.0.1:" + gateway.mqttPort() + " (org.edgepin.gpio.broker.cfg)"));
    }

    @Test
    void saysWhichPortsAnotherProgramHas() throws Exception {
        try (var gateway = Gateway.prepare();
                var grpc = new ServerSocket(gateway.grpcPort(), PATIENT, InetAddress.getLoopbackAddress());
                var malos = new ServerSocket(gateway.malosPort(), PATIENT, InetAddress.getLoopbackAddress());
                var broker = new ServerSocket(gateway.mqttPort(), PATIENT, InetAddress.getLoopbackAddress())) {
            gateway.boot();

            assertThat(gateway.console("edgepin:welcome").lines().map(line -> line.replaceAll("(?<=\\S) +", " ")))
                    .anyMatch(line -> line.startsWith(
                            "  broker 127.0.0.1:" + broker.getLocalPort() + " is taken by another program"))
                    .anyMatch(line -> line.startsWith(
                            "  grpc main localhost:" + grpc.getLocalPort() + " is taken by another program"))
                    .anyMatch(line -> line.startsWith(
                            "  malos 127.0.0.1:" + malos.getLocalPort() + " is taken by another program"))
                    .anyMatch(line -> line.startsWith(
                            "  mqtt main 127.0.0.1:" + broker.getLocalPort() + " as edgepin not connected"));
        }
    }
}
