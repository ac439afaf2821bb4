// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.edgepin.gpio.endpoint.RefusedException;

/** What DS gives to the component: the defaults, as in {@link MalosConfig}, and what a file says. */
final class Configuration {

    private final Map<String, Object> properties = new HashMap<>(Map.of(
            "service.pid",
            MalosConfig.PID,
            "host",
            "127.0.0.1",
            "port",
            20_049,
            "info_port",
            20_012,
            "servo_port",
            20_045,
            "board",
            "",
            "pins",
            "",
            "config_without_gpio_sets_pin_0",
            true,
            "role",
            "admin"));

    /** On ports that nobody uses now. */
    static Configuration onFreePorts() {
        var first = freePorts(9);
        return new Configuration()
                .with("servo_port", first)
                .with("port", first + 4)
                .with("info_port", first + 8);
    }

    private static int freePorts(int count) {
        while (true) {
            var sockets = new ArrayList<ServerSocket>();
            try {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
                var first = sockets.get(0).getLocalPort();
                for (var port = first + 1; port < first + count; port++) {
                    sockets.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
                }
                return first;
            } catch (IOException | IllegalArgumentException e) {
                // one of them is taken, or beyond the last one
            } finally {
                sockets.forEach(Configuration::close);
            }
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Configuration with(String key, Object value) {
        properties.put(key, value);
        return this;
    }

    Map<String, Object> properties() {
        return Map.copyOf(properties);
    }

    Settings settings() {
        try {
            return Settings.of(properties);
        } catch (RefusedException e) {
            throw new IllegalStateException(e);
        }
    }
}
