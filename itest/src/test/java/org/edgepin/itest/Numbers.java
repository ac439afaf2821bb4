// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.paho.client.mqttv3.MqttException;

/** Lays the edges and gaps of a pin, as seen on MQTT, side by side by their sequence numbers. */
final class Numbers {

    private static final Pattern EDGE = Pattern.compile(".*\"sequence\": *(\\d+).*");
    private static final Pattern GAP = Pattern.compile(".*\"first\": *(\\d+).*\"lost\": *(\\d+).*");

    /** From the first number of each part to the number after it. */
    private final TreeMap<Long, Long> parts = new TreeMap<>();

    /** @param pin the pin's topic, {@code edgepin/edgepin/5} */
    void listen(MqttSubscriber subscriber, String pin) throws MqttException {
        subscriber.subscribe(pin + "/gap", payload -> account(GAP, payload));
        subscriber.subscribe(pin + "/edge", payload -> account(EDGE, payload));
    }

    /** Takes a message of one of the pin's topics; other topics than those of edges and gaps do not count. */
    void account(String topic, String payload) {
        if (topic.endsWith("/gap")) {
            account(GAP, payload);
        } else if (topic.endsWith("/edge")) {
            account(EDGE, payload);
        }
    }

    /** An edge that is sent twice, after a lost connection, has its number twice and counts once. */
    private synchronized void account(Pattern pattern, String payload) {
        var match = pattern.matcher(payload);
        if (!match.matches()) {
            throw new IllegalArgumentException(payload);
        }
        var first = Long.parseLong(match.group(1));
        var count = match.groupCount() > 1 ? Long.parseLong(match.group(2)) : 1;
        parts.merge(first, first + count, Math::max);
    }

    /** Returns the newest number seen, 0 before the first. */
    synchronized long newest() {
        return parts.isEmpty() ? 0 : parts.lastEntry().getValue() - 1;
    }

    /** Returns each place between the first and the newest number where one is missing. */
    synchronized List<String> missing() {
        var missing = new ArrayList<String>();
        var next = 0L;
        for (var part : parts.entrySet()) {
            if (next != 0 && part.getKey() > next) {
                missing.add(next + " to " + (part.getKey() - 1));
            }
            next = Math.max(next, part.getValue());
        }
        return missing;
    }
}
