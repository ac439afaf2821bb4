// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.endpoint;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Pauses that grow from {@code min} to {@code max}, each by chance up to half as long again, so that
 * many gateways do not come back to a peer at the same instant. Not thread-safe.
 */
public final class BackOff {

    private final Duration min;
    private final Duration max;
    private final DoubleSupplier chance;
    private Duration next;

    /** @param chance gives numbers from 0 to below 1 */
    public BackOff(Duration min, Duration max, DoubleSupplier chance) {
        this.min = min;
        this.max = max;
        this.chance = chance;
        this.next = min;
    }

    /** Returns how long to wait now, never less than {@code min} or more than {@code max}. */
    public Duration pause() {
        var pause = next.plusMillis(Math.round(next.toMillis() * chance.getAsDouble() / 2));
        next = shorter(next.multipliedBy(2), max);
        return shorter(pause, max);
    }

    /** Begins anew with {@code min}. */
    public void reset() {
        next = min;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
