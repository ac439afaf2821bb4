// SPDX-License-Identifier: Apache-2.0
package org.edgepin.welcome;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A component that a file in {@code etc} has configured.
 *
 * @param pid the PID of its configuration, {@code org.edgepin.gpio.mqtt~main}
 * @param properties its configuration, with the defaults of what the file leaves out
 * @param problem why it does not run; empty if it does
 */
record Endpoint(String pid, Map<String, Object> properties, Optional<String> problem) {

    static final String PREFIX = "org.edgepin.gpio.";

    /** Returns what it is: {@code mqtt}. */
    String kind() {
        return split()[0];
    }

    /** Returns which one of its kind, {@code main}; empty if there can be only one. */
    String name() {
        return split().length > 1 ? split()[1] : "";
    }

    /** Returns whether its configuration has turned it off. */
    boolean off() {
        return text("enabled").equals("false");
    }

    /** Returns whether it is one to which others connect. */
    boolean listens() {
        return properties.containsKey("port");
    }

    /** Returns where it listens, or whom it is connected to. */
    Optional<Address> address() {
        return listens() ? Address.of(text("host") + ":" + text("port")) : Address.of(text("broker"));
    }

    /** Returns the value of a key as text, which is empty if it has none. */
    String text(String key) {
        @Nullable Object value = properties.get(key);
        return value == null ? "" : value.toString();
    }

    private String[] split() {
        return pid.substring(PREFIX.length()).split("~", 2);
    }
}
