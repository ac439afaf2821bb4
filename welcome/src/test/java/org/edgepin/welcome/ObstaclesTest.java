// SPDX-License-Identifier: Apache-2.0
package org.edgepin.welcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edgepin.gpio.Measurement;
import org.junit.jupiter.api.Test;

class ObstaclesTest {

    private static final Endpoint MALOS =
            new Endpoint("org.edgepin.gpio.malos", Map.of("host", "127.0.0.1", "port", 20_049), Optional.empty());
    private static final Endpoint MQTT =
            new Endpoint("org.edgepin.gpio.mqtt~main", Map.of("broker", "tcp://127.0.0.1:1883"), Optional.empty());

    private static Obstacles ports(boolean answer, boolean ours) {
        return new Obstacles(List.of(), address -> answer, port -> ours);
    }

    private static Obstacles connection(String name, double value) {
        var labels = Map.of("connection", name);
        return new Obstacles(
                List.of(Measurement.gauge("edgepin_mqtt_connected", "", labels, value)), it -> true, it -> true);
    }

    @Test
    void aPortThatAnswersMustBeOurs() {
        assertThat(ports(true, true).apply(MALOS)).isEmpty();
        assertThat(ports(true, false).apply(MALOS)).contains("is taken by another program");
        assertThat(ports(false, false).apply(MALOS)).contains("does not answer");
    }

    @Test
    void aConnectionStandsWhenItsEndpointSaysSo() {
        assertThat(connection("main", 1).apply(MQTT)).isEmpty();
        assertThat(connection("main", 0).apply(MQTT)).contains("not connected");
        assertThat(connection("cloud", 1).apply(MQTT)).contains("not connected");
    }

    @Test
    void whatHasNoAddressHasNoObstacle() {
        assertThat(ports(false, false).apply(new Endpoint("org.edgepin.gpio.access", Map.of(), Optional.empty())))
                .isEmpty();
    }

    @Test
    void aPortIsOursAsLongAsWeListen() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
            assertThat(Listening.ours(port)).isTrue();
        }
        assertThat(Listening.ours(port)).isFalse();
    }

    @Test
    void aPortOfAnotherProgramIsNotOurs() throws Exception {
        var classes = Path.of(
                Other.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        var other = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java", "-cp", classes.toString(), Other.class.getName())
                .start();
        try (var output = other.inputReader()) {
            var port = Integer.parseInt(output.readLine());
            assertThat(new Address("127.0.0.1", port).answers()).isTrue();
            assertThat(Listening.ours(port)).isFalse();
        } finally {
            other.destroyForcibly();
        }
    }

    /** Another program, which has a port until it is killed. */
    public static final class Other {

        private Other() {}

        public static void main(String... arguments) throws Exception {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                System.out.println(socket.getLocalPort());
                Thread.currentThread().join();
            }
        }
    }
}
