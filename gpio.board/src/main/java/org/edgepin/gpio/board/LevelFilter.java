// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;

/** Makes edges of samples: a level counts once it has lasted its debounce time. Not thread-safe. */
final class LevelFilter {

    private final HardwareEvents events;
    private final long[] debounce = new long[Long.SIZE];
    private final long[] changedAt = new long[Long.SIZE];
    private Map<Integer, Duration> watched = Map.of();
    /** The pins in use, as bits. */
    private long known;
    /** What has been reported. */
    private long levels;
    /** What was sampled last. */
    private long candidates;

    LevelFilter(HardwareEvents events) {
        this.events = events;
    }

    /**
     * Takes a look at the pins. The first one at a pin only learns its level.
     *
     * @param watching the pins and how long a level of each must last
     * @param sample the levels, bit n that of pin n
     * @param nanoTime when, on the clock of {@link System#nanoTime()}
     */
    void look(Map<Integer, Duration> watching, long sample, Instant time, long nanoTime) {
        if (watching != watched) {
            learn(watching, sample);
        }
        for (var moved = (sample ^ candidates) & known; moved != 0; moved &= moved - 1) {
            changedAt[Long.numberOfTrailingZeros(moved)] = nanoTime;
        }
        candidates = sample & known;
        for (var open = candidates ^ levels; open != 0; open &= open - 1) {
            var pin = Long.numberOfTrailingZeros(open);
            if (nanoTime - changedAt[pin] >= debounce[pin]) {
                var bit = 1L << pin;
                levels ^= bit;
                events.edge(pin, Edge.to((levels & bit) == 0 ? Level.LOW : Level.HIGH), time, nanoTime);
            }
        }
    }

    private void learn(Map<Integer, Duration> watching, long sample) {
        watched = watching;
        var before = known;
        known = 0;
        watching.forEach((pin, duration) -> {
            known |= 1L << pin;
            debounce[pin] = duration.toNanos();
        });
        var kept = known & before;
        levels = (levels & kept) | (sample & known & ~before);
        candidates = (candidates & kept) | (sample & known & ~before);
    }
}
