// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How pins are named on the broker. Below {@code gpio/} stand the topics of the Greengrass connector
 * and nothing else, protocols.md C.2; what it never had stands below {@code edgepin/}.
 *
 * @param thing the second part of all topics
 */
record Topics(String thing) {

    private static final String READ = "/read";
    private static final String WRITE = "/write";

    /**
     * A topic on which a command comes.
     *
     * @param pin what stands in the place of the pin's number; it can be anything but has no slash
     * @param write whether the pin is to be written, not read
     */
    record Request(String pin, boolean write) {}

    /** Returns the filters for commands: they let any pin through, so that a wrong one can be answered. */
    List<String> commands() {
        return List.of(connector("+") + READ, connector("+") + WRITE);
    }

    /** Returns the command that a topic stands for; empty for the topics of another thing, or none of ours. */
    Optional<Request> request(String topic) {
        var prefix = connector("");
        var write = topic.endsWith(WRITE);
        if (!topic.startsWith(prefix) || !(write || topic.endsWith(READ))) {
            return Optional.empty();
        }
        var end = topic.lastIndexOf('/');
        return Optional.of(topic)
                .filter(it -> end >= prefix.length())
                .map(it -> it.substring(prefix.length(), end))
                .filter(pin -> !pin.contains("/"))
                .map(pin -> new Request(pin, write));
    }

    /** Whether a topic has a meaning already, of a pin or of the board. */
    boolean isTaken(String topic) {
        return request(topic).isPresent()
                || topic.equals(error())
                || topic.equals(board())
                || topic.matches(Pattern.quote(connector("")) + "[0-9]+/state")
                || topic.matches(Pattern.quote(own("")) + "[0-9]+/(edge|gap)");
    }

    String state(int pin) {
        return connector(pin + "/state");
    }

    String error() {
        return connector("error");
    }

    String edge(int pin) {
        return own(pin + "/edge");
    }

    String gap(int pin) {
        return own(pin + "/gap");
    }

    String board() {
        return own("board");
    }

    private String connector(String rest) {
        return "gpio/" + thing + "/" + rest;
    }

    private String own(String rest) {
        return "edgepin/" + thing + "/" + rest;
    }
}
