// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.time.Duration;

/**
 * How the changes of a pin are seen.
 *
 * @param period zero if the hardware reports each edge (interrupt); else the time between two looks
 *     at the pin (polled): a pulse shorter than that may go unseen and then leaves no gap
 */
public record Sensing(Duration period) {

    /** The hardware reports each edge. */
    public static final Sensing INTERRUPT = new Sensing(Duration.ZERO);

    /** Throws {@link IllegalArgumentException} for a negative period. */
    public Sensing {
        if (period.isNegative()) {
            throw new IllegalArgumentException("period must not be negative: " + period);
        }
    }

    /** Whether the pin is looked at now and then, instead of reporting by itself. */
    public boolean polled() {
        return !period.isZero();
    }

    /** Returns {@code interrupt} or {@code polled every 10 ms}. */
    @Override
    public String toString() {
        if (!polled()) {
            return "interrupt";
        }
        var micros = period.toNanos() / 1_000;
        return micros % 1_000 == 0 ? "polled every " + micros / 1_000 + " ms" : "polled every " + micros + " µs";
    }
}
