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
    private final long[] changedAt = new long[Long.SIZE];
    private Watch watch = Watch.NOTHING;
    /** What has been reported, bit n of pin n. */
    private long levels;
    /** What was sampled last. */
    private long candidates;

    /** The pins to look at. Immutable. */
    static final class Watch {

        static final Watch NOTHING = new Watch(0, new long[Long.SIZE], new long[Long.SIZE], 0);

        private final long pins;
        private final long[] debounce;
        /** Which watch a pin came with, and has been in ever since. */
        private final long[] since;

        private final long generation;

        private Watch(long pins, long[] debounce, long[] since, long generation) {
            this.pins = pins;
            this.debounce = debounce;
            this.since = since;
            this.generation = generation;
        }

        /**
         * Returns the watch that follows this one.
         *
         * @param debounceOf the pins, 0 to 63, and how long a level of each must last
         */
        Watch next(Map<Integer, Duration> debounceOf) {
            var debounces = new long[Long.SIZE];
            var sinces = new long[Long.SIZE];
            var bits = 0L;
            for (var entry : debounceOf.entrySet()) {
                int pin = entry.getKey();
                if (pin < 0 || pin >= Long.SIZE) {
                    throw new IllegalArgumentException("not a pin that a sample has a bit for: " + pin);
                }
                bits |= 1L << pin;
                debounces[pin] = entry.getValue().toNanos();
                sinces[pin] = has(pin) ? since[pin] : generation + 1;
            }
            return new Watch(bits, debounces, sinces, generation + 1);
        }

        private boolean has(int pin) {
            return (pins >>> pin & 1) != 0;
        }

        /** The pins that were here before and have never been away since. */
        private long keptFrom(Watch before) {
            var kept = 0L;
            for (var both = pins & before.pins; both != 0; both &= both - 1) {
                var pin = Long.numberOfTrailingZeros(both);
                if (since[pin] == before.since[pin]) {
                    kept |= 1L << pin;
                }
            }
            return kept;
        }
    }

    LevelFilter(HardwareEvents events) {
        this.events = events;
    }

    /**
     * Takes a look at the pins. The first one at a pin only learns its level.
     *
     * @param watching the watch that was there before the sample was taken
     * @param sample the levels, bit n that of pin n
     * @param nanoTime when, on the clock of {@link System#nanoTime()}
     * @return the levels that count; those of pins that are not watched as they were sampled
     */
    long look(Watch watching, long sample, Instant time, long nanoTime) {
        if (watching != watch) {
            var kept = watching.keptFrom(watch);
            watch = watching;
            levels = mixed(levels, kept, sample);
            candidates = mixed(candidates, kept, sample);
        }
        for (var moved = (sample ^ candidates) & watch.pins; moved != 0; moved &= moved - 1) {
            changedAt[Long.numberOfTrailingZeros(moved)] = nanoTime;
        }
        candidates = sample;
        for (var open = (sample ^ levels) & watch.pins; open != 0; open &= open - 1) {
            var pin = Long.numberOfTrailingZeros(open);
            if (nanoTime - changedAt[pin] >= watch.debounce[pin]) {
                var bit = 1L << pin;
                levels ^= bit;
                events.edge(pin, Edge.to((levels & bit) == 0 ? Level.LOW : Level.HIGH), time, nanoTime);
            }
        }
        return mixed(levels, watch.pins, sample);
    }

    private static long mixed(long inMask, long mask, long elsewhere) {
        return (inMask & mask) | (elsewhere & ~mask);
    }
}
