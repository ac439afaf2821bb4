// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.edgepin.gpio.sim.Script.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {

    private static List<Step> steps(String text, int count) {
        var steps = new ArrayList<Step>();
        var all = ScriptReader.read(text).steps();
        while (steps.size() < count && all.hasNext()) {
            steps.add(all.next());
        }
        return steps;
    }

    private static Step step(long micros, Outside outside) {
        return new Step(micros * 1_000, outside);
    }

    @ParameterizedTest
    @CsvSource({"open,OPEN", "low,LOW", "0,LOW", "high,HIGH", "1,HIGH", "HIGH,HIGH", "' Low ',LOW"})
    void aLevelIsHeld(String text, Outside outside) {
        assertThat(steps(text, 9)).containsExactly(new Step(0, outside));
    }

    @Test
    void aSquareWaveIsLowForHalfOfItsPeriodAndThenHigh() {
        assertThat(steps("square 500 ms", 4))
                .containsExactly(
                        step(0, Outside.LOW),
                        step(250_000, Outside.HIGH),
                        step(500_000, Outside.LOW),
                        step(750_000, Outside.HIGH));
    }

    @Test
    void aSquareWaveDoesNotDrift() {
        var steps = steps("square 0.333 ms", 1_000_001);

        assertThat(steps.get(1_000_000)).isEqualTo(step(166_500_000, Outside.LOW));
    }

    @Test
    void aSquareWaveWithACountEndsLow() {
        assertThat(steps("square 1ms 2 times", 99))
                .containsExactly(
                        step(0, Outside.LOW),
                        step(500, Outside.HIGH),
                        step(1_000, Outside.LOW),
                        step(1_500, Outside.HIGH),
                        step(2_000, Outside.LOW));
    }

    @Test
    void aSquareWaveWithoutACountOutlivesTheMachine() {
        assertThat(ScriptReader.read("square 1 s"))
                .isInstanceOfSatisfying(
                        Script.Square.class, it -> assertThat(it.times()).isGreaterThan(100L * 365 * 24 * 3_600));
    }

    @Test
    void aRecordIsPlayedOnce() {
        assertThat(steps("record 10:1 20.5:open 20.5:0", 99))
                .containsExactly(step(10_000, Outside.HIGH), step(20_500, Outside.OPEN), step(20_500, Outside.LOW));
    }

    @Test
    void aRecordCanBeRepeated() {
        assertThat(steps("record 0:0 100:1 250:0 repeat", 6))
                .containsExactly(
                        step(0, Outside.LOW),
                        step(100_000, Outside.HIGH),
                        step(250_000, Outside.LOW),
                        step(250_000, Outside.LOW),
                        step(350_000, Outside.HIGH),
                        step(500_000, Outside.LOW));
    }

    @Test
    void aContactBouncesAndThenRestsAtTheOtherLevel() {
        var half = Duration.ofMillis(500).toNanos();
        var over = Duration.ofMillis(5).toNanos();
        var steps = steps("bounce 1 s", 400);

        for (var it = 1; it < steps.size(); it++) {
            var before = steps.get(it - 1);
            var step = steps.get(it);
            assertThat(step.nanos()).isGreaterThanOrEqualTo(before.nanos());
            assertThat(step.outside()).isNotEqualTo(before.outside());
            assertThat(step.nanos() % half).isLessThanOrEqualTo(over);
            if (step.nanos() / half != before.nanos() / half) {
                var turn = step.nanos() / half;
                assertThat(before.outside())
                        .as("level before turn " + turn)
                        .isEqualTo(turn % 2 == 1 ? Outside.LOW : Outside.HIGH);
                assertThat(step.nanos()).isEqualTo(turn * half);
            }
        }
        assertThat(steps).hasSizeGreaterThan(3 * (int) (steps.get(399).nanos() / half));
    }

    @Test
    void theSameTextMakesTheSameSteps() {
        assertThat(steps("bounce 100 ms over 3 ms", 1_000)).isEqualTo(steps("bounce 100 ms over 3 ms", 1_000));
        assertThat(ScriptReader.read("Bounce  0.1 s")).isEqualTo(ScriptReader.read("bounce 100ms over 5000 us"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    squaer 5 ms              | must be open, low, high, square <time> [<n> times], bounce <time> [over <time>] or record <ms>:<level> ... [repeat], for instance square 500 ms
                    square                   | must be open, low
                    square 5                 | must be open, low
                    square 1 ms 0 times      | must be open, low
                    square -1 ms             | must be open, low
                    square 100 us            | the period must be from 200 us to 3600 s
                    square 3601 s            | the period must be from 200 us to 3600 s
                    bounce 10 ms             | the contact bounces over 5000 us, which must be more than nothing and less than half of the period
                    bounce 10 ms over 0 ms   | the contact bounces over 0 us
                    record                   | must be open, low
                    record 0:0 5:2           | '5:2' must be <ms>:<level> with the level 0, 1, low, high or open, as in 100:1
                    record repeat            | 'repeat' must be <ms>:<level>
                    record 0:0 9:1 5:0       | '5:0' is earlier than the step in front of it
                    record 0:0 repeat        | the last time is the length of a round and must be at least 0.2 ms
                    record 0:0 9:1 repeat    | the last level must be the first one's, as in 0:0 100:1 250:0 repeat
                    """)
    void whatIsNoScriptIsRefused(String text, String message) {
        assertThatThrownBy(() -> ScriptReader.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
