// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

/**
 * An edge of a line.
 *
 * <p>Both sequences count from 1, up to 2³² - 1, then on from 0. The kernel counts every edge it
 * has seen, also those that its full buffer had no room for, so a gap tells how many were lost: see
 * {@link #lost}. Edges that follow each other faster than the interrupt is served are one to the
 * kernel; no number tells.
 *
 * @param line the line's offset on its chip
 * @param rising whether the line became active
 * @param nanos when, in ns on the clock of the line's settings
 * @param sequence the number of the edge among all of the request
 * @param lineSequence the number of the edge among those of the line
 */
public record LineEvent(int line, boolean rising, long nanos, long sequence, long lineSequence) {

    /** Returns how many numbers are missing between one and the next that was seen. */
    public static long lost(long sequence, long next) {
        return (next - sequence - 1) & 0xFFFF_FFFFL;
    }
}
