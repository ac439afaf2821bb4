// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.time.Instant;

/**
 * Edges of a pin that are known to have happened and were lost on the way. The level after them is
 * that of the next edge; {@link Gpio#read(PinId)} tells it at once.
 *
 * @param pin the pin whose edges were lost
 * @param first the sequence number of the first of them
 * @param count how many, at least 1
 * @param place where they were lost last
 * @param time when the loss was noticed
 */
public record GapEvent(PinId pin, long first, long count, Place place, Instant time) implements GpioEvent {

    /** Where edges get lost. */
    public enum Place {
        /** The buffer of the kernel or the device. */
        HARDWARE,
        /** The board's buffer, while there was no {@link EdgeBus}. */
        BOARD,
        /** The queue of a listener that is too slow. */
        LISTENER
    }

    /** Throws {@link IllegalArgumentException} for a count below 1. */
    public GapEvent {
        if (count < 1) {
            throw new IllegalArgumentException("a gap has at least one edge: " + count);
        }
    }

    @Override
    public String board() {
        return pin.board();
    }

    /** Returns the sequence number that comes after the gap. */
    public long next() {
        return first + count;
    }
}
