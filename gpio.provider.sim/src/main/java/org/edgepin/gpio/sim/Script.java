// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What the outside world does to a pin in the course of time. The same text always makes the same
 * steps. {@link ScriptReader} has the grammar.
 */
sealed interface Script {

    /** Nothing drives the pin. */
    Script OPEN = new Held(Outside.OPEN);

    /**
     * What happens at a time.
     *
     * @param nanos after the script's start; never less than the step before
     */
    record Step(long nanos, Outside outside) {}

    /** Returns the steps, at least one; before the first the pin is open. */
    Iterator<Step> steps();

    /** {@code open}, {@code low}, {@code high}. */
    record Held(Outside outside) implements Script {
        @Override
        public Iterator<Step> steps() {
            return List.of(new Step(0, outside)).iterator();
        }
    }

    /**
     * {@code square 500 ms 10 times}: half of each period low, half of it high.
     *
     * @param times how many periods; it is low after the last
     */
    record Square(Duration period, long times) implements Script {

        /** Goes on for as long as nanoseconds can be counted, more than a century. */
        Square(Duration period) {
            this(period, Long.MAX_VALUE / 2 / period.toNanos());
        }

        @Override
        public Iterator<Step> steps() {
            return LongStream.rangeClosed(0, 2 * times)
                    .mapToObj(it -> new Step(period.toNanos() * it / 2, it % 2 == 0 ? Outside.LOW : Outside.HIGH))
                    .iterator();
        }
    }

    /**
     * {@code bounce 1 s over 5 ms}: a contact that opens and closes once in each period, and chatters
     * each time before it rests.
     */
    record Bounce(Duration period, Duration over) implements Script {

        private static final int MOST_CHATTER = 6;

        @Override
        public Iterator<Step> steps() {
            return Stream.concat(
                            Stream.of(new Step(0, Outside.LOW)),
                            LongStream.range(1, Long.MAX_VALUE).boxed().flatMap(this::turn))
                    .iterator();
        }

        /** An odd number of steps, so that the last one is the level where the contact rests. */
        private Stream<Step> turn(long turn) {
            var rest = turn % 2 == 0 ? Outside.LOW : Outside.HIGH;
            var away = turn % 2 == 0 ? Outside.HIGH : Outside.LOW;
            var start = period.toNanos() * turn / 2;
            // the generator whose numbers are specified
            var random = new Random(turn);
            var later = random.doubles(2L * (1 + random.nextInt(MOST_CHATTER)))
                    .mapToLong(it -> (long) (it * over.toNanos()))
                    .sorted()
                    .toArray();
            return IntStream.rangeClosed(0, later.length)
                    .mapToObj(it -> new Step(start + (it == 0 ? 0 : later[it - 1]), it % 2 == 0 ? rest : away));
        }
    }

    /**
     * {@code record 0:0 100:1 250:0 repeat}.
     *
     * @param recorded with times from its start
     * @param repeat whether the time of the last step is the start of another round
     */
    record Recorded(List<Step> recorded, boolean repeat) implements Script {

        public Recorded {
            recorded = List.copyOf(recorded);
        }

        @Override
        public Iterator<Step> steps() {
            var length = recorded.get(recorded.size() - 1).nanos();
            return LongStream.range(0, repeat ? Long.MAX_VALUE : 1)
                    .boxed()
                    .flatMap(round -> recorded.stream().map(it -> new Step(round * length + it.nanos(), it.outside())))
                    .iterator();
        }
    }
}
