// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GpioEventTest {

    private static final PinId PIN = new PinId("main", 17);

    private static GapEvent gap(long first, long count) {
        return new GapEvent(PIN, first, count, GapEvent.Place.HARDWARE, Instant.EPOCH);
    }

    @Test
    void aGapEndsBeforeTheNextNumber() {
        assertThat(gap(5, 3).next()).isEqualTo(8);
        assertThat(gap(1, 1).next()).isEqualTo(2);
    }

    @Test
    void refusesAGapWithoutEdges() {
        assertThatThrownBy(() -> gap(5, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a gap has at least one edge: 0");
    }

    @Test
    void everyEventKnowsItsBoard() {
        var status = new BoardStatus(
                "main",
                "",
                false,
                BoardStatus.State.AWAY,
                Instant.EPOCH,
                "",
                "org.edgepin.gpio.rpi~main",
                Optional.empty());
        assertThat(Stream.of(
                                new EdgeEvent(PIN, Edge.RISING, Instant.EPOCH, 0, 1),
                                gap(1, 1),
                                new PinChange(PIN),
                                new BoardChange(status))
                        .map(GpioEvent::board))
                .containsOnly("main");
    }

    @Test
    void anEdgeEndsAtItsLevel() {
        for (var level : Level.values()) {
            assertThat(Edge.to(level).level()).isEqualTo(level);
        }
    }
}
