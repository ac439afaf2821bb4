// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.util.Map;

/**
 * One number. Those of one name are of one kind, have the same text and the same labels, and differ in
 * the labels' values.
 *
 * @param kind what sort of number it is
 * @param name what is measured and in which unit, {@code edgepin_listener_queue_events}; without the
 *     {@code _total} that is put behind a counter's name where it is shown
 * @param help what it is, for people
 * @param labels what it is about: {@code listener=...}
 * @param bound the largest value that a {@link Kind#BUCKET} counts; else 0
 * @param value the number
 */
public record Measurement(Kind kind, String name, String help, Map<String, String> labels, double bound, double value) {

    /** Sorts of numbers. */
    public enum Kind {
        /** Only grows, from 0 when its bundle was started. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** How many values of a distribution were above the bound of the bucket before and not above its own. */
        BUCKET,
        /** The sum of all values of a distribution. */
        SUM
    }

    public Measurement {
        labels = Map.copyOf(labels);
    }

    /** How often something has happened. */
    public static Measurement counter(String name, String help, Map<String, String> labels, double value) {
        return new Measurement(Kind.COUNTER, name, help, labels, 0, value);
    }

    /** How much of something there is now. */
    public static Measurement gauge(String name, String help, Map<String, String> labels, double value) {
        return new Measurement(Kind.GAUGE, name, help, labels, 0, value);
    }

    /** A part of a distribution; the bound of the last one is infinite. */
    public static Measurement bucket(String name, String help, Map<String, String> labels, double bound, double count) {
        return new Measurement(Kind.BUCKET, name, help, labels, bound, count);
    }

    /** The sum that goes with the buckets of the same name and labels. */
    public static Measurement sum(String name, String help, Map<String, String> labels, double value) {
        return new Measurement(Kind.SUM, name, help, labels, 0, value);
    }
}
