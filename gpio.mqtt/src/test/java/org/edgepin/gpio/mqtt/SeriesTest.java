// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GapEvent.Place;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.PinId;
import org.junit.jupiter.api.Test;

class SeriesTest {

    private static final PinId PIN = new PinId("main", 5);
    private static final PinId OTHER = new PinId("main", 6);

    private final Series series = new Series(Map.of());

    @Test
    void letsThroughWhatIsInOrder() {
        assertThat(admit(edge(PIN, 1), gap(PIN, 2, 3), edge(PIN, 5), edge(OTHER, 1)))
                .containsExactly("edge 1", "gap 2-4", "edge 5", "edge 1");
    }

    @Test
    void tellsWhatIsMissingBeforeAnEdge() {
        assertThat(admit(edge(PIN, 3), edge(PIN, 7))).containsExactly("gap 1-2", "edge 3", "gap 4-6", "edge 7");
    }

    @Test
    void tellsWhatIsMissingBeforeAGap() {
        assertThat(admit(gap(PIN, 4, 2))).containsExactly("gap 1-3", "gap 4-5");
    }

    @Test
    void goesOnWhereItWasBefore() {
        var later = new Series(Map.of(PIN, 10L));

        assertThat(later.admit(edge(PIN, 12))).hasSize(2).first().isInstanceOfSatisfying(GapEvent.class, gap -> {
            assertThat(gap.first()).isEqualTo(10);
            assertThat(gap.count()).isEqualTo(2);
            assertThat(gap.place()).isEqualTo(Place.LISTENER);
        });
    }

    @Test
    void startsAnewWithTheBoard() {
        admit(edge(PIN, 1), edge(PIN, 2));

        assertThat(admit(removed(), edge(PIN, 1))).containsExactly("board", "edge 1");
    }

    @Test
    void goesOnWithEdgesThatFollowTheFarewellOfTheBoard() {
        admit(edge(PIN, 1), edge(PIN, 2));

        assertThat(admit(removed(), edge(PIN, 3), edge(PIN, 4), removed(), edge(PIN, 1)))
                .containsExactly("board", "edge 3", "edge 4", "board", "edge 1");
    }

    @Test
    void tellsWhatIsMissingAtTheBeginningOfANewSeries() {
        admit(edge(PIN, 1), edge(PIN, 2));

        assertThat(admit(removed(), edge(PIN, 7))).containsExactly("board", "gap 1-6", "edge 7");
    }

    @Test
    void startsAnewWithTheBoardEvenIfNobodySaidSo() {
        admit(edge(PIN, 1), edge(PIN, 2), edge(PIN, 3));

        assertThat(admit(edge(PIN, 2), edge(PIN, 3))).containsExactly("gap 1-1", "edge 2", "edge 3");
    }

    @Test
    void givesUpWhatDidNotCome() {
        admit(edge(PIN, 1));

        assertThat(series.giveUp(PIN, 4))
                .hasValueSatisfying(gap -> assertThat(text(gap)).isEqualTo("gap 2-4"));
        assertThat(series.giveUp(PIN, 4)).isEmpty();
        assertThat(admit(edge(PIN, 5))).containsExactly("edge 5");
    }

    @Test
    void doesNotTellTwiceWhatWasGivenUpAndCameLate() {
        var late = List.of(edge(PIN, 1), edge(PIN, 2));
        var lateGap = gap(PIN, 3, 4);
        series.giveUp(PIN, 4);

        assertThat(admit(late.get(0), late.get(1), lateGap, edge(PIN, 7))).containsExactly("gap 5-6", "edge 7");
    }

    @Test
    void takesAYoungEdgeForTheBeginningOfANewSeriesAndNotForALateOne() {
        series.giveUp(PIN, 4);

        assertThat(admit(edge(PIN, 1), edge(PIN, 2))).containsExactly("edge 1", "edge 2");
    }

    private List<String> admit(GpioEvent... events) {
        var admitted = new ArrayList<String>();
        for (var event : events) {
            series.admit(event).forEach(it -> admitted.add(text(it)));
        }
        return admitted;
    }

    private static String text(GpioEvent event) {
        if (event instanceof EdgeEvent edge) {
            return "edge " + edge.sequence();
        }
        return event instanceof GapEvent gap ? "gap " + gap.first() + "-" + (gap.next() - 1) : "board";
    }

    private static EdgeEvent edge(PinId pin, long sequence) {
        return new EdgeEvent(pin, Edge.RISING, Instant.now(), System.nanoTime(), sequence);
    }

    private static GapEvent gap(PinId pin, long first, long count) {
        return new GapEvent(pin, first, count, Place.HARDWARE, Instant.now());
    }

    private static BoardChange removed() {
        return new BoardChange(
                new BoardStatus("main", "", false, BoardStatus.State.REMOVED, Instant.now(), "", "", Optional.empty()));
    }
}
