// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.edgepin.gpio.Level;
import org.junit.jupiter.api.Test;

class OutputCheckTest {

    private static final long SETTLE = 1_000;

    private final RecordedEvents events = new RecordedEvents();
    private final OutputCheck check = new OutputCheck(events, Duration.ofNanos(SETTLE));

    @Test
    void anOutputHasTimeToFollow() {
        assertThat(check.isDue(0b100, 0)).isFalse();
        assertThat(check.isDue(0b100, SETTLE - 1)).isFalse();
        assertThat(check.isDue(0, SETTLE)).isFalse();
        assertThat(check.isDue(0b100, SETTLE + 1)).isFalse();
        assertThat(check.isDue(0b100, 2 * SETTLE + 1)).isTrue();
    }

    @Test
    void whatIsReportedIsNotDueAgainAndItsEndIsAtOnce() {
        check.isDue(0b100, 0);
        check.report(0b100);

        assertThat(check.isDue(0b100, SETTLE)).isFalse();
        assertThat(check.isDue(0, SETTLE)).isTrue();
    }

    @Test
    void aProblemHasItsWordsAndItsChanges() {
        check.report(0b101);
        assertThat(check.problem(2, Optional.of(Level.HIGH))).contains("driven HIGH, sensed LOW");
        assertThat(check.problem(0, Optional.of(Level.LOW))).contains("driven LOW, sensed HIGH");
        assertThat(check.problem(1, Optional.of(Level.LOW))).isEmpty();

        check.report(0b001);
        assertThat(check.problem(2, Optional.of(Level.HIGH))).isEmpty();
        assertThat(events.changes).containsExactly(0, 2, 2);
    }
}
