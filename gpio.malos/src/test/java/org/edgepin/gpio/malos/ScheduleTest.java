// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a clock that the test moves. Times are in milliseconds. */
class ScheduleTest {

    /** The clock of System.nanoTime may be anywhere, also just before its end. */
    private final long start = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(1_500);

    private final Schedule schedule = new Schedule();
    private final List<Long> updates = new ArrayList<>();
    private long now;

    @Test
    void onePingGivesFiveUpdatesAndThenSilence() {
        schedule.ping(clock());
        run(20_000);

        assertThat(updates).containsExactly(50L, 1_050L, 2_050L, 3_050L, 4_050L);
        assertThat(schedule.pause(clock())).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void onePingGivesThreeUpdatesWithHalfASecondAndASecondAndAFifth() {
        schedule.configure(.5f, 1.2f);
        schedule.ping(clock());
        run(20_000);

        assertThat(updates).containsExactly(50L, 550L, 1_050L);
    }

    @Test
    void withoutAPingThereIsNoUpdate() {
        run(60_000);
        schedule.configure(.1f, 10);
        run(60_000);

        assertThat(updates).isEmpty();
    }

    @Test
    void theFirstUpdateComesAtMostAHundredMillisecondsAfterThePingAlsoAfterASilence() {
        schedule.ping(clock());
        run(30_000);
        updates.clear();
        now += 123;
        schedule.ping(clock());
        run(1_000);

        assertThat(updates).singleElement().satisfies(it -> assertThat(it - 30_123)
                .isBetween(1L, 100L));
    }

    @Test
    void pingsKeepTheUpdatesComingAndDoNotChangeTheirPace() {
        schedule.configure(.25f, .4f);
        for (var ping = 0; ping < 10; ping++) {
            schedule.ping(clock());
            run(300);
        }
        run(10_000);

        assertThat(updates).hasSize(13).startsWith(50L, 300L, 550L).endsWith(3_050L);
    }

    @Test
    void aNewTimeoutCountsFromTheNextPing() {
        schedule.configure(.5f, 4);
        schedule.ping(clock());
        run(600);
        schedule.configure(0, 1);
        run(20_000);
        assertThat(updates).endsWith(3_550L);

        updates.clear();
        schedule.ping(clock());
        run(20_000);
        assertThat(updates).hasSize(2);
    }

    @Test
    void aNewDelayDoesNotCutASleepShort() {
        schedule.configure(2, 60);
        schedule.ping(clock());
        run(100);
        schedule.configure(.1f, 0);
        run(2_200);

        assertThat(updates).containsExactly(50L, 2_050L, 2_150L, 2_250L);
    }

    @Test
    void anUpdateThatWasLateDoesNotDelayTheNextOneAndIsNotTheLast() {
        schedule.configure(.5f, 1.2f);
        schedule.ping(clock());
        var late = List.of(190L, 700L, 1_300L);
        for (var time : late) {
            now = time;
            assertThat(schedule.due(clock())).isTrue();
            schedule.sent(clock());
        }
        assertThat(schedule.pause(clock())).isEqualTo(TimeUnit.MILLISECONDS.toNanos(250));
        run(20_000);
        assertThat(updates).isEmpty();
    }

    @Test
    void aBoardThatTakesLongerThanTheDelayGetsThePauseItHadBefore() {
        schedule.configure(.1f, 60);
        schedule.ping(clock());
        now = 50;
        assertThat(schedule.due(clock())).isTrue();
        now = 800;
        schedule.sent(clock());

        assertThat(schedule.pause(clock())).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
    }

    @Test
    void aPingThatIsOverWhenTheSleepEndsGivesNothing() {
        schedule.configure(10, 1);
        schedule.ping(clock());
        run(5_000);
        schedule.ping(clock());
        run(20_000);

        assertThat(updates).containsExactly(50L);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "NaN", "-Infinity", "-0.0"})
    void whatIsNotAboveZeroChangesNothing(float seconds) {
        schedule.configure(seconds, seconds);

        assertThat(schedule.delayMs()).isEqualTo(1_000);
        assertThat(schedule.timeoutMs()).isEqualTo(5_000);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0005, 1",
        "1e-30, 1",
        "0.001, 1",
        "0.25, 250",
        "3.5, 3500",
        "0.0299999, 29",
        "1e30, 2147483647",
        "Infinity, 2147483647",
    })
    void secondsBecomeMillisecondsInSinglePrecisionAndNeverNone(float seconds, int milliseconds) {
        schedule.configure(seconds, seconds);

        assertThat(schedule.delayMs()).isEqualTo(milliseconds);
        assertThat(schedule.timeoutMs()).isEqualTo(milliseconds);
    }

    private long clock() {
        return start + TimeUnit.MILLISECONDS.toNanos(now);
    }

    /** Lets time pass, and looks whenever the schedule says so. */
    private void run(long milliseconds) {
        var end = now + milliseconds;
        while (true) {
            var pause = schedule.pause(clock());
            if (pause > TimeUnit.MILLISECONDS.toNanos(end - now)) {
                now = end;
                return;
            }
            now += TimeUnit.NANOSECONDS.toMillis(pause);
            if (schedule.due(clock())) {
                updates.add(now);
                schedule.sent(clock());
            }
        }
    }
}
