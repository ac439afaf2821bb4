// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {

    private static final PinId A = new PinId("gl20", 0);
    private static final PinId B = new PinId("gl20", 1);
    private static final Selection ALL = Selection.of(List.of());

    private final History history = new History(4);

    private static EdgeEvent edge(PinId pin, long sequence) {
        return new EdgeEvent(pin, sequence % 2 == 0 ? Edge.FALLING : Edge.RISING, Instant.EPOCH, 0, sequence);
    }

    private static BoardChange board(BoardStatus.State state) {
        return new BoardChange(
                new BoardStatus("gl20", "HPE GL20", true, state, Instant.EPOCH, "", "pid", Optional.empty()));
    }

    private void edges(PinId pin, long from, long to) {
        for (var sequence = from; sequence <= to; sequence++) {
            history.edge(edge(pin, sequence));
        }
    }

    private List<GpioEvent> after(long number) {
        return history.page(number, ALL, 100).events();
    }

    @Test
    void whatIsKeptIsReadFromAnyNumber() {
        edges(A, 1, 3);

        assertThat(after(0)).containsExactly(edge(A, 1), edge(A, 2), edge(A, 3));
        assertThat(after(2)).containsExactly(edge(A, 3));
        assertThat(history.page(0, ALL, 2).next()).isEqualTo(2);
        assertThat(history.page(0, Selection.of(List.of("gl20/1")), 2).events()).isEmpty();
        assertThat(history.page(3, ALL, 2).isEmpty()).isTrue();
    }

    @Test
    void whatHasFallenOutIsToldForEachPinWithTheLevelAfterIt() {
        edges(B, 1, 1);
        history.pinChanged(new PinChange(A));
        edges(A, 1, 6);

        var page = history.page(0, ALL, 100);

        assertThat(page.lost())
                .containsExactlyInAnyOrder(
                        new History.Lost(B, 1, 1, Optional.of(Level.HIGH), 1),
                        new History.Lost(A, 1, 2, Optional.of(Level.LOW), 4));
        assertThat(page.changed()).containsExactly(A);
        assertThat(page.events()).hasSize(4).first().isEqualTo(edge(A, 3));

        // who has read the first of them has missed less
        assertThat(history.page(2, ALL, 100).lost())
                .extracting(History.Lost::pin)
                .containsExactly(A);
        assertThat(history.page(2, ALL, 100).changed()).isEmpty();
        assertThat(history.page(0, Selection.of(List.of("gl20/1")), 9).lost()).hasSize(1);
    }

    @Test
    void aGapThatHasFallenOutIsPartOfWhatIsLost() {
        history.gap(new GapEvent(A, 1, 10, GapEvent.Place.HARDWARE, Instant.EPOCH));
        edges(A, 11, 15);

        assertThat(history.page(0, ALL, 9).lost())
                .containsExactly(new History.Lost(A, 1, 11, Optional.of(Level.HIGH), 2));
    }

    @Test
    void aRemovalThatHasFallenOutIsToldAndEndsTheAccountOfItsPins() {
        edges(A, 1, 2);
        history.boardChanged(board(BoardStatus.State.REMOVED));
        history.boardChanged(board(BoardStatus.State.UP));
        edges(A, 1, 5);

        var page = history.page(0, ALL, 9);

        assertThat(page.boards()).containsExactly(board(BoardStatus.State.REMOVED), board(BoardStatus.State.UP));
        assertThat(page.lost()).containsExactly(new History.Lost(A, 1, 1, Optional.of(Level.HIGH), 5));
    }

    @Test
    void whatAReaderKnowsIsFoundAgainAsLongAsNothingItWantsHasFallenOut() {
        edges(A, 1, 2);
        edges(B, 1, 1);

        assertThat(history.known(1, ALL)).contains(Map.of(A, 1L, B, 0L));
        assertThat(history.known(3, ALL)).contains(Map.of(A, 2L, B, 1L));

        edges(B, 2, 5);
        assertThat(history.known(1, ALL)).isEmpty();
        assertThat(history.known(2, Selection.of(List.of("gl20/0")))).contains(Map.of(A, 2L));
    }

    @Test
    void aTokenIsGoodForTheHistoryThatHasMadeItOnly() {
        edges(A, 1, 2);

        assertThat(history.number(history.token(1))).hasValue(1);
        assertThat(new History(4).number(history.token(1))).isEmpty();
        assertThat(history.number(history.token(3))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "-", "-1", "abc-", "abc-x", "abc-99999999999999999999"})
    void whatIsNoTokenIsNone(String text) {
        assertThat(history.number(text)).isEmpty();
    }
}
