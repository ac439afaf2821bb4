// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An address at which HTTP shall listen.
 *
 * @param host as it is written in the configuration
 * @param key which key of the configuration gives the port
 */
record Listening(String host, int port, String key) {

    private static final int PATIENCE_MS = 1_000;

    /** Reads the configuration of Pax Web, with its defaults. What is no port is for Pax Web to complain about. */
    static List<Listening> of(Map<String, ?> properties) {
        var all = new ArrayList<Listening>();
        for (var host : text(properties, "org.ops4j.pax.web.listening.addresses", "0.0.0.0")
                .split(",", -1)) {
            if (text(properties, "org.osgi.service.http.enabled", "true").equals("true")) {
                add(all, host.strip(), properties, "org.osgi.service.http.port", "8080");
            }
            if (text(properties, "org.osgi.service.http.secure.enabled", "false")
                    .equals("true")) {
                add(all, host.strip(), properties, "org.osgi.service.http.port.secure", "8443");
            }
        }
        return all;
    }

    private static void add(List<Listening> all, String host, Map<String, ?> properties, String key, String usual) {
        var port = text(properties, key, usual);
        if (port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= 65_535) {
            all.add(new Listening(host, Integer.parseInt(port), key));
        }
    }

    private static String text(Map<String, ?> properties, String key, String usual) {
        var value = properties.get(key);
        return value == null ? usual : value.toString().strip();
    }

    /** Says whether somebody listens there. Takes nothing away from whoever is just about to. */
    Optional<String> taken() {
        try (var socket = new Socket()) {
            var address = address();
            var reachable = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
            socket.connect(new InetSocketAddress(reachable, port), PATIENCE_MS);
            return Optional.of("another program listens there");
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Says why nobody could listen there, by listening for an instant. */
    Optional<String> impossible() {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address(), port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private InetAddress address() throws UnknownHostException {
        return InetAddress.getByName(host);
    }

    /** Returns {@code 127.0.0.1:8181}. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
