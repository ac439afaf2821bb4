// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.util.Map;

/**
 * One number. Those of one name are of one kind, have the same text and the same labels, and differ in
 * the labels' values.
 *
 * @param kind what sort of number it is
 * @param name what is measured and in which unit, {@code edgepin_listener_queue_events}; a counter's
 *     name has no {@code _total}, which is put behind it where it is shown
 * @param help what it is, for people
 * @param labels what it is about: {@code listener=...}
 * @param value the number
 */
public record Measurement(Kind kind, String name, String help, Map<String, String> labels, double value) {

    /** Sorts of numbers. */
    public enum Kind {
        /** Only grows, from 0 when its bundle was started. */
        COUNTER,
        /** Goes up and down. */
        GAUGE
    }

    public Measurement {
        labels = Map.copyOf(labels);
    }

    /** How often something has happened. */
    public static Measurement counter(String name, String help, Map<String, String> labels, double value) {
        return new Measurement(Kind.COUNTER, name, help, labels, value);
    }

    /** How much of something there is now. */
    public static Measurement gauge(String name, String help, Map<String, String> labels, double value) {
        return new Measurement(Kind.GAUGE, name, help, labels, value);
    }
}
