// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import java.util.concurrent.TimeUnit;

/**
 * When a driver sends updates: as long as it is pinged, one after each delay. Settings are the
 * driver's, not a client's; they outlive all clients. Times are those of {@link System#nanoTime()}.
 * Not thread-safe.
 */
final class Schedule {

    /**
     * How long after a ping the first update comes. MATRIX CORE looked for pings ten times a second, so
     * there it came after 0 to 100 ms; halfway, one ping with the defaults gives five updates with
     * certainty.
     */
    private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(50);

    private int delayMs = 1_000;
    private int timeoutMs = 5_000;
    private boolean idle = true;
    private long activeUntil;
    private long next;

    /**
     * Takes the times of a config, in seconds. What is not above 0 changes nothing; what is below a
     * millisecond is one. A sleep that is in progress is not cut short, and a timeout counts from the
     * next ping.
     */
    void configure(float delay, float timeout) {
        if (delay > 0) {
            delayMs = milliseconds(delay);
        }
        if (timeout > 0) {
            timeoutMs = milliseconds(timeout);
        }
    }

    /** In single precision and cut off, as clients see it in the driver info. */
    private static int milliseconds(float seconds) {
        return Math.max((int) (seconds * 1000f), 1);
    }

    int delayMs() {
        return delayMs;
    }

    int timeoutMs() {
        return timeoutMs;
    }

    /** Somebody wants updates. */
    void ping(long now) {
        activeUntil = now + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        if (idle) {
            idle = false;
            next = now + FIRST;
        }
    }

    /** Returns whether an update is to be sent; then {@link #sent} must follow. */
    boolean due(long now) {
        if (idle || next - now > 0) {
            return false;
        }
        // a thread that comes late must not take a client for silent
        idle = activeUntil - next <= 0;
        return !idle;
    }

    /** An update was sent, or could not be. One that was late does not delay the next one, unless it was very late. */
    void sent(long now) {
        var delay = TimeUnit.MILLISECONDS.toNanos(delayMs);
        var inStep = next + delay;
        next = inStep - now > 0 ? inStep : now + delay;
    }

    /** Returns the nanoseconds until {@link #due} is to be asked again, at least 0; the largest number while nobody pings. */
    long pause(long now) {
        return idle ? Long.MAX_VALUE : Math.max(next - now, 0);
    }
}
