// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.time.Duration;
import java.util.Optional;
import org.edgepin.gpio.Level;

/**
 * Tells of outputs that are not sensed to have the level they are driven to: shorted, held from
 * outside, or broken. Bit n is that of pin n. Only {@link #problem} may be called while another
 * thread calls something else.
 */
public final class OutputCheck {

    private final HardwareEvents events;
    private final long settleNanos;
    /** What the last sample showed, and since when. */
    private long differing;

    private long since;
    private volatile long reported;

    /**
     * @param settle how long an output may differ after it was driven, as a long wire takes its time
     */
    public OutputCheck(HardwareEvents events, Duration settle) {
        this.events = events;
        this.settleNanos = settle.toNanos();
    }

    /**
     * Takes what a sample shows.
     *
     * @param differingNow the outputs in use that do not have the level they are driven to
     * @param nanoTime when it was sampled, on the clock of {@link System#nanoTime()}
     * @return whether it is something else than was reported, and has lasted. Then it is to be {@link
     *     #report}ed, perhaps after a closer look
     */
    public boolean isDue(long differingNow, long nanoTime) {
        if (differingNow != differing) {
            differing = differingNow;
            since = nanoTime;
        }
        var onlyEnds = (differing & ~reported) == 0;
        return differing != reported && (onlyEnds || nanoTime - since >= settleNanos);
    }

    /** Reports the outputs that have come to differ from what they are driven to, or no longer do. */
    public void report(long differingNow) {
        var changed = reported ^ differingNow;
        reported = differingNow;
        for (; changed != 0; changed &= changed - 1) {
            events.changed(Long.numberOfTrailingZeros(changed));
        }
    }

    /** Returns what is wrong with an output, see {@link Hardware#problem}. */
    public Optional<String> problem(int pin, Optional<Level> driven) {
        return (reported >>> pin & 1) == 0
                ? Optional.empty()
                : driven.map(level -> "driven " + level + ", sensed " + level.inverse());
    }
}
