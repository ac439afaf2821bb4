// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A configuration without mistakes.
 *
 * @param address where to listen; port 0, which no file can have, stands for any free one
 */
record Settings(
        boolean enabled,
        InetSocketAddress address,
        int maxClients,
        int maxMessageBytes,
        int maxQueuedBytes,
        int maxRetainedBytes) {

    private static final List<String> KEYS = List.of(
            "enabled", "host", "port", "max_clients", "max_message_bytes", "max_queued_bytes", "max_retained_bytes");

    /** Put there by the framework, FileInstall and Karaf. */
    private static final Pattern FOREIGN = Pattern.compile("(service|felix|component|osgi|org)\\..*");

    /**
     * Reads the properties of the component, which have a value for each key.
     *
     * @throws IllegalArgumentException whose message names everything that is wrong, with its key,
     *     its value and what would be right
     */
    static Settings of(Map<String, ?> properties) {
        return new Reader(properties).read();
    }

    private static final class Reader {

        private final Map<String, String> values = new TreeMap<>();
        private final List<String> problems = new ArrayList<>();

        Reader(Map<String, ?> properties) {
            properties.forEach((key, value) -> {
                if (!FOREIGN.matcher(key).matches()) {
                    values.put(key, String.valueOf(value).strip());
                }
            });
        }

        Settings read() {
            values.keySet().stream()
                    .filter(key -> !KEYS.contains(key))
                    .forEach(key -> problem(key, "unknown key; there are " + String.join(", ", KEYS)));
            var enabled = flag("enabled");
            var host = host("host");
            var port = number("port", 1, 65_535);
            var clients = number("max_clients", 1, 10_000);
            var message = number("max_message_bytes", 128, 16_777_216);
            var queued = number("max_queued_bytes", 1_024, 1_073_741_824);
            var retained = number("max_retained_bytes", 1_024, 1_073_741_824);
            if (problems.isEmpty() && message + Message.OVERHEAD > queued) {
                problem(
                        "max_queued_bytes",
                        "must be at least " + (message + Message.OVERHEAD) + ", or no client could have a message of "
                                + "max_message_bytes = " + message);
            }
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
            return new Settings(
                    enabled, new InetSocketAddress(host.orElseThrow(), port), clients, message, queued, retained);
        }

        private String value(String key) {
            return values.getOrDefault(key, "");
        }

        private void problem(String key, String reason) {
            problems.add(key + " = " + value(key) + ": " + reason);
        }

        private boolean flag(String key) {
            var value = value(key);
            if (!value.equals("true") && !value.equals("false")) {
                problem(key, "must be true or false");
            }
            return value.equals("true");
        }

        /** Returns the number, or {@code min} after a problem. */
        private int number(String key, int min, int max) {
            var value = value(key);
            var number = value.matches("[0-9]{1,10}") ? Long.parseLong(value) : -1;
            if (number < min || number > max) {
                problem(key, "must be a whole number from " + min + " to " + max);
                return min;
            }
            return (int) number;
        }

        private Optional<InetAddress> host(String key) {
            var value = value(key);
            // A name other than localhost would be looked up in the network, and could change its
            // mind later.
            var bytes = NetUtil.createByteArrayFromIpAddressString(value.equals("localhost") ? "127.0.0.1" : value);
            if (bytes == null) {
                problem(key, "must be 127.0.0.1, ::1, localhost or another loopback address");
                return Optional.empty();
            }
            try {
                var address = InetAddress.getByAddress(bytes);
                if (address.isLoopbackAddress()) {
                    return Optional.of(address);
                }
                problem(
                        key,
                        "must be a loopback address, for this broker knows no passwords and no TLS; "
                                + "for clients on other machines use Mosquitto or another broker");
            } catch (UnknownHostException e) {
                problem(key, String.valueOf(e.getMessage()));
            }
            return Optional.empty();
        }
    }
}
