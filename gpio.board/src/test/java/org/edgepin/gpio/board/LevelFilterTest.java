// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LevelFilterTest {

    private static final Duration NONE = Duration.ZERO;

    private static final long LONGEST = 40;

    private final RecordedEvents events = new RecordedEvents();
    private final LevelFilter filter = new LevelFilter(events);
    private LevelFilter.Watch watch = LevelFilter.Watch.NOTHING;

    private void watch(Map<Integer, Duration> debounceOf) {
        watch = watch.next(debounceOf);
    }

    private long look(long nanoTime, long sample) {
        return filter.look(watch, sample, Instant.EPOCH, nanoTime);
    }

    private List<String> edges() {
        return events.edges.stream()
                .map(it -> it.pin() + " " + it.edge() + " at " + it.nanoTime())
                .toList();
    }

    @Test
    void theFirstLookOnlyLearns() {
        watch(Map.of(0, NONE, 1, NONE));

        assertThat(look(0, 0b01)).isEqualTo(0b01);

        assertThat(edges()).isEmpty();
    }

    @Test
    void withoutDebounceEachChangeIsAnEdgeAtOnce() {
        watch(Map.of(0, NONE, 63, NONE));
        look(0, 0);
        look(1, 1);
        look(2, 1L << 63);
        look(3, 1L << 63);

        assertThat(edges()).containsExactly("0 RISING at 1", "0 FALLING at 2", "63 RISING at 2");
    }

    @Test
    void whatIsNotWatchedIsReadButNotReported() {
        watch(Map.of(0, NONE));
        look(0, 0);

        assertThat(look(1, 0b110)).isEqualTo(0b110);
        assertThat(edges()).isEmpty();
    }

    @Test
    void aLevelCountsOnceItHasLastedItsDebounceTime() {
        watch(Map.of(3, Duration.ofNanos(10)));
        look(0, 0);
        assertThat(look(5, 0b1000)).isZero();
        assertThat(look(14, 0b1000)).isZero();
        assertThat(edges()).isEmpty();
        assertThat(look(15, 0b1000)).isEqualTo(0b1000);

        assertThat(edges()).containsExactly("3 RISING at 15");
    }

    @Test
    void aShortPulseIsNoEdgeAndTheNextOneStartsToCountAnew() {
        watch(Map.of(3, Duration.ofNanos(10)));
        look(0, 0);
        look(1, 0b1000);
        look(9, 0);
        look(11, 0b1000);
        assertThat(look(20, 0b1000)).isZero();
        look(21, 0b1000);

        assertThat(edges()).containsExactly("3 RISING at 21");
    }

    @Test
    void aClockThatWrapsAroundIsNoReasonToMissAnEdge() {
        watch(Map.of(0, Duration.ofNanos(10)));
        look(Long.MAX_VALUE - 5, 0);
        look(Long.MAX_VALUE - 4, 1);
        look(Long.MIN_VALUE + 6, 1);

        assertThat(edges()).hasSize(1);
    }

    @Test
    void otherPinsKeepTheirStateWhenTheWatchedOnesChange() {
        watch(Map.of(0, Duration.ofNanos(10), 1, NONE));
        look(0, 0b00);
        look(5, 0b01);
        watch(Map.of(0, Duration.ofNanos(10), 2, NONE));
        look(10, 0b101);
        look(15, 0b101);

        assertThat(edges()).containsExactly("0 RISING at 15");
    }

    @Test
    void anEdgeBetweenTwoLooksIsSeenAlthoughOtherPinsChangedInBetween() {
        watch(Map.of(0, NONE));
        look(0, 0);
        watch(Map.of(0, NONE, 1, NONE));
        look(1, 0b11);

        assertThat(edges()).containsExactly("0 RISING at 1");
    }

    @Test
    void aChangedDebounceCountsFromTheChangeOfTheLevel() {
        watch(Map.of(0, Duration.ofNanos(100)));
        look(0, 0);
        look(5, 1);
        watch(Map.of(0, Duration.ofNanos(10)));
        look(15, 1);

        assertThat(edges()).containsExactly("0 RISING at 15");
    }

    @Test
    void aPinThatWasAwayIsLearnedAnewEvenIfNobodyLookedInBetween() {
        watch(Map.of(0, NONE));
        look(0, 0);
        watch(Map.of());
        watch(Map.of(0, NONE));
        look(1, 1);
        assertThat(edges()).isEmpty();
        look(2, 0);

        assertThat(edges()).containsExactly("0 FALLING at 2");
    }

    @Test
    void refusesAPinThatASampleHasNoBitFor() {
        assertThatThrownBy(() -> watch(Map.of(64, NONE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a pin that a sample has a bit for: 64");
        assertThatThrownBy(() -> watch(Map.of(-1, NONE))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void endsAtTheTrueLevelOfEachPinWhateverItWentThrough(long seed) {
        var random = new Random(seed);
        var time = 0L;
        var sample = random.nextLong();
        var reported = 0L;
        var watched = 0L;
        for (var round = 0; round < 20; round++) {
            var before = watched;
            watched = round == 0 ? -1 : random.nextLong();
            watch(randomDebounces(random, watched));
            // those that are new are learned
            var learned = look(time, sample) & watched & ~before;
            reported = learned | (followed(reported) & watched & before);
            for (var looks = random.nextInt(300); looks > 0; looks--) {
                time += 1 + random.nextInt(9);
                for (var flips = random.nextInt(16); flips > 0; flips--) {
                    sample ^= 1L << random.nextInt(Long.SIZE);
                }
                var counts = look(time, sample);
                reported = followed(reported);
                assertThat(reported).isEqualTo(counts & watched);
            }
            time += LONGEST;
            assertThat(look(time, sample))
                    .as("round %d, once the levels have lasted", round)
                    .isEqualTo(sample);
            reported = followed(reported);
            assertThat(reported).isEqualTo(sample & watched);
        }
    }

    private static Map<Integer, Duration> randomDebounces(Random random, long pins) {
        var debounces = new HashMap<Integer, Duration>();
        for (var left = pins; left != 0; left &= left - 1) {
            debounces.put(Long.numberOfTrailingZeros(left), Duration.ofNanos(random.nextLong(LONGEST)));
        }
        return debounces;
    }

    /** Applies the edges to levels; those of each pin must alternate. */
    private long followed(long levels) {
        var after = levels;
        for (var seen : events.edges) {
            assertThat(Edge.to((after >>> seen.pin() & 1) == 0 ? Level.HIGH : Level.LOW))
                    .as("the next edge of pin %d", seen.pin())
                    .isEqualTo(seen.edge());
            after ^= 1L << seen.pin();
        }
        events.edges.clear();
        return after;
    }
}
