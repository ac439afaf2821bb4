// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GapEvent.Place;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventBufferTest {

    private static final PinId PIN = new PinId("main", 5);
    private static final PinId OTHER = new PinId("main", 6);

    private static EdgeEvent edge(PinId pin, long sequence) {
        return new EdgeEvent(pin, sequence % 2 == 1 ? Edge.RISING : Edge.FALLING, Instant.EPOCH, 0, sequence);
    }

    private static GapEvent gap(PinId pin, long first, long count) {
        return new GapEvent(pin, first, count, Place.HARDWARE, Instant.EPOCH);
    }

    private static BoardChange board(String name, BoardStatus.State state, String problem) {
        return new BoardChange(new BoardStatus(
                name,
                "",
                false,
                state,
                Instant.EPOCH,
                "",
                "pid",
                Optional.of(problem).filter(it -> !it.isEmpty())));
    }

    private static BoardChange removed(String name) {
        return board(name, BoardStatus.State.REMOVED, "");
    }

    private static List<GpioEvent> drain(EventBuffer buffer) {
        var events = new ArrayList<GpioEvent>();
        for (var event = buffer.poll(); event != null; event = buffer.poll()) {
            events.add(event);
        }
        return events;
    }

    private static List<String> words(EventBuffer buffer) {
        return drain(buffer).stream().map(EventBufferTest::words).toList();
    }

    private static String words(GpioEvent event) {
        if (event instanceof EdgeEvent edge) {
            return edge.pin() + " " + edge.sequence();
        }
        if (event instanceof GapEvent gap) {
            return gap.pin() + " lost " + gap.first() + "+" + gap.count() + " " + gap.place();
        }
        if (event instanceof BoardChange change) {
            return change.board() + " " + change.status().state();
        }
        return ((PinChange) event).pin() + " changed";
    }

    private static EventBuffer filled(int capacity, GpioEvent... events) {
        var buffer = new EventBuffer(capacity, Place.LISTENER);
        for (var event : events) {
            buffer.offer(event);
        }
        return buffer;
    }

    @Test
    void isAQueueAsLongAsEverythingFits() {
        var buffer = filled(3, edge(PIN, 1), new PinChange(PIN), edge(OTHER, 1));

        assertThat(buffer.isEmpty()).isFalse();
        assertThat(words(buffer)).containsExactly("main/5 1", "main/5 changed", "main/6 1");
        assertThat(buffer.isEmpty()).isTrue();
        assertThat(buffer.poll()).isNull();
        assertThat(buffer.lost()).isZero();
    }

    @Test
    void tellsOneGapForAllNeighboursBeforeWhatIsLeft() {
        var buffer = filled(2, edge(PIN, 1), edge(PIN, 2), edge(PIN, 3), edge(PIN, 4), edge(PIN, 5));

        assertThat(words(buffer)).containsExactly("main/5 lost 1+3 LISTENER", "main/5 4", "main/5 5");
        assertThat(buffer.lost()).isEqualTo(3);
    }

    @Test
    void saysWhetherAnEdgeHadToGo() {
        var buffer = new EventBuffer(1, Place.BOARD);

        assertThat(buffer.offer(new PinChange(PIN))).isTrue();
        assertThat(buffer.offer(edge(PIN, 1))).isTrue();
        assertThat(buffer.offer(edge(PIN, 2))).isFalse();
        assertThat(buffer.offer(gap(PIN, 3, 9))).isFalse();
        assertThat(buffer.offer(edge(PIN, 12))).isTrue();
        assertThat(buffer.lost()).isEqualTo(2);
    }

    @Test
    void aGapThatWasToldBeforeIsNotToldAgain() {
        var buffer = filled(1, edge(PIN, 1), edge(PIN, 2));
        assertThat(buffer.poll()).extracting(EventBufferTest::words).isEqualTo("main/5 lost 1+1 LISTENER");
        buffer.offer(edge(PIN, 3));

        assertThat(words(buffer)).containsExactly("main/5 lost 2+1 LISTENER", "main/5 3");
    }

    @Test
    void handsOnAGapOfTheHardwareAndCountsOnlyItsOwnLosses() {
        var buffer = filled(1, gap(PIN, 1, 100), edge(PIN, 101));

        assertThat(words(buffer)).containsExactly("main/5 lost 1+100 HARDWARE", "main/5 101");
        assertThat(buffer.lost()).isZero();
    }

    @Test
    void aGapOfSeveralPlacesNamesTheLastOfThem() {
        var buffer = filled(1, gap(PIN, 1, 100), edge(PIN, 101), gap(PIN, 102, 8), edge(PIN, 110));

        assertThat(words(buffer)).containsExactly("main/5 lost 1+109 LISTENER", "main/5 110");
        assertThat(buffer.lost()).isOne();
    }

    @Test
    void numbersThatNeverCameHereAreLostWithTheirNeighbours() {
        var buffer = filled(1, edge(PIN, 1), edge(PIN, 5), edge(PIN, 6));

        assertThat(words(buffer)).containsExactly("main/5 lost 1+5 LISTENER", "main/5 6");
        assertThat(buffer.lost()).isEqualTo(2);
    }

    @Test
    void ofChangesOfOnePinOrBoardTheLastOneStays() {
        var buffer = filled(
                1,
                board("main", BoardStatus.State.UP, ""),
                new PinChange(PIN),
                board("main", BoardStatus.State.AWAY, "no acknowledge"),
                new PinChange(PIN),
                board("gl20", BoardStatus.State.UP, ""),
                edge(PIN, 1));

        assertThat(words(buffer)).containsExactly("main AWAY", "main/5 changed", "gl20 UP", "main/5 1");
    }

    @Test
    void theRemovalOfABoardStandsBetweenTheGapsOfItsTwoLives() {
        var buffer = filled(
                1,
                edge(PIN, 95),
                edge(PIN, 96),
                board("main", BoardStatus.State.AWAY, ""),
                removed("main"),
                board("main", BoardStatus.State.UP, ""),
                edge(PIN, 1),
                edge(PIN, 2),
                edge(PIN, 3));

        assertThat(words(buffer))
                .containsExactly(
                        "main/5 lost 95+2 LISTENER",
                        "main AWAY",
                        "main REMOVED",
                        "main UP",
                        "main/5 lost 1+2 LISTENER",
                        "main/5 3");
    }

    @Test
    void aLifeOfWhichNothingIsLeftIsNotTold() {
        var buffer = filled(
                1,
                edge(PIN, 95),
                removed("main"),
                edge(PIN, 1),
                removed("main"),
                edge(PIN, 1),
                new PinChange(OTHER),
                removed("main"),
                edge(PIN, 1),
                edge(PIN, 2));

        assertThat(words(buffer))
                .containsExactly("main/5 lost 95+1 LISTENER", "main REMOVED", "main/5 lost 1+1 LISTENER", "main/5 2");
        assertThat(buffer.lost()).isEqualTo(4);
    }

    @Test
    void theRemovalOfABoardTouchesNoOther() {
        var elsewhere = new PinId("gl20", 0);
        var buffer = filled(
                1,
                edge(elsewhere, 1),
                edge(PIN, 7),
                removed("main"),
                edge(elsewhere, 2),
                removed("main"),
                edge(PIN, 1));

        assertThat(words(buffer))
                .containsExactly("gl20/0 lost 1+2 LISTENER", "main/5 lost 7+1 LISTENER", "main REMOVED", "main/5 1");
    }

    @Test
    void outlivesNumbersThatStartAnewWithoutARemoval() {
        var buffer = filled(1, edge(PIN, 7), edge(PIN, 8), edge(PIN, 1), edge(PIN, 2), edge(PIN, 3));

        assertThat(words(buffer)).containsExactly("main/5 lost 1+2 LISTENER", "main/5 3");
        assertThat(buffer.lost()).isEqualTo(4);
    }

    @Test
    void refusesToHoldNothing() {
        assertThatThrownBy(() -> new EventBuffer(0, Place.BOARD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity must be at least 1: 0");
    }

    /** Boards whose pins count on, and what a reader must be told of them. */
    private static final class Boards {

        final Map<String, Integer> life = new HashMap<>();
        final Map<String, Map<PinId, Long>> newest = new HashMap<>();
        final Map<String, Map<PinId, Long>> told = new HashMap<>();
        final Map<String, BoardStatus> status = new HashMap<>();
        final Map<String, BoardStatus> statusTold = new HashMap<>();
        final Set<PinId> changesToTell = new HashSet<>();
        long edges;
        long edgesTold;
        long lostBefore;
        long gapsTold;

        Map<PinId, Long> newest(String board) {
            return newest.computeIfAbsent(board + life.getOrDefault(board, 0), it -> new TreeMap<>());
        }

        GpioEvent edge(PinId pin) {
            edges++;
            return EventBufferTest.edge(pin, newest(pin.board()).merge(pin, 1L, Long::sum));
        }

        GpioEvent gap(PinId pin, long count) {
            lostBefore += count;
            return EventBufferTest.gap(pin, newest(pin.board()).merge(pin, count, Long::sum) - count + 1, count);
        }

        GpioEvent change(PinId pin) {
            changesToTell.add(pin);
            return new PinChange(pin);
        }

        GpioEvent change(String board, BoardStatus.State state, Random random) {
            var change = board(board, state, random.nextInt() + "");
            status.put(board, change.status());
            return change;
        }

        /** The removal says which life it ends. */
        GpioEvent remove(String board) {
            changesToTell.removeIf(it -> it.board().equals(board));
            status.remove(board);
            var ended = life.getOrDefault(board, 0);
            life.put(board, ended + 1);
            return board(board, BoardStatus.State.REMOVED, ended + "");
        }

        void tell(GpioEvent event) {
            if (event instanceof EdgeEvent edge) {
                edgesTold++;
                tell(edge.pin(), edge.sequence(), 1);
            } else if (event instanceof GapEvent gap) {
                gapsTold += gap.count();
                tell(gap.pin(), gap.first(), gap.count());
            } else if (event instanceof PinChange change) {
                changesToTell.remove(change.pin());
            } else if (event instanceof BoardChange change) {
                var it = change.status();
                if (it.state() == BoardStatus.State.REMOVED) {
                    assertThat(told.getOrDefault(it.name(), Map.of()))
                            .as("what was told of %s before its removal", it)
                            .isEqualTo(
                                    newest.getOrDefault(it.name() + it.problem().orElseThrow(), Map.of()));
                    told.remove(it.name());
                    statusTold.remove(it.name());
                } else {
                    statusTold.put(it.name(), it);
                }
            }
        }

        private void tell(PinId pin, long first, long count) {
            var ofBoard = told.computeIfAbsent(pin.board(), it -> new TreeMap<>());
            assertThat(first).as("the next number of %s", pin).isEqualTo(ofBoard.getOrDefault(pin, 0L) + 1);
            ofBoard.put(pin, first + count - 1);
        }
    }

    private static final List<String> NAMES = List.of("main", "gl20");
    private static final int PINS = 4;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void edgesAndGapsTileTheNumbersOfEachPinHoweverOffersAndPollsFallTogether(long seed) {
        var random = new Random(seed);
        var buffer = new EventBuffer(1 + random.nextInt(12), Place.LISTENER);
        var boards = new Boards();
        for (var step = 0; step < 8_000; step++) {
            var pin = new PinId(NAMES.get(random.nextInt(NAMES.size())), random.nextInt(PINS));
            var what = random.nextInt(100);
            buffer.offer(
                    what < 80
                            ? boards.edge(pin)
                            : what < 87
                                    ? boards.gap(pin, 1 + random.nextInt(5))
                                    : what < 94
                                            ? boards.change(pin)
                                            : boards.change(pin.board(), BoardStatus.State.UP, random));
            // by phases: a reader that follows, one that is too slow, one that sleeps
            for (var polls = random.nextInt(1 + step / 1_000 % 4); polls > 0; polls--) {
                pollInto(boards, buffer);
            }
        }
        drain(buffer).forEach(boards::tell);

        NAMES.forEach(it -> assertThat(boards.told.get(it)).isEqualTo(boards.newest(it)));
        assertThat(boards.changesToTell).isEmpty();
        assertThat(boards.statusTold).isEqualTo(boards.status);
        assertThat(buffer.lost()).isEqualTo(boards.edges - boards.edgesTold);
        assertThat(boards.gapsTold).isEqualTo(buffer.lost() + boards.lostBefore);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void tilesTheNumbersOfEachLifeOfABoardThatIsRemovedAgainAndAgain(long seed) {
        var random = new Random(seed);
        var capacity = 1 + random.nextInt(12);
        var buffer = new EventBuffer(capacity, Place.LISTENER);
        var boards = new Boards();
        for (var step = 0; step < 8_000; step++) {
            var pin = new PinId(NAMES.get(random.nextInt(NAMES.size())), random.nextInt(PINS));
            var what = random.nextInt(100);
            buffer.offer(
                    what < 70
                            ? boards.edge(pin)
                            : what < 80
                                    ? boards.gap(pin, 1 + random.nextInt(5))
                                    : what < 85
                                            ? boards.change(pin)
                                            : what < 95
                                                    ? boards.change(pin.board(), BoardStatus.State.AWAY, random)
                                                    : boards.remove(pin.board()));
            for (var polls = random.nextInt(1 + step / 1_000 % 4); polls > 0; polls--) {
                pollInto(boards, buffer);
            }
        }
        var left = drain(buffer);
        left.forEach(boards::tell);

        NAMES.forEach(it -> assertThat(boards.told.getOrDefault(it, Map.of())).isEqualTo(boards.newest(it)));
        assertThat(boards.changesToTell).isEmpty();
        assertThat(boards.statusTold).isEqualTo(boards.status);
        assertThat(buffer.lost()).isEqualTo(boards.edges - boards.edgesTold);
        assertThat(left).hasSizeLessThanOrEqualTo(capacity + NAMES.size() * (2 * (2 * PINS + 1) + 1));
    }

    private static void pollInto(Boards boards, EventBuffer buffer) {
        var event = buffer.poll();
        if (event != null) {
            boards.tell(event);
        }
    }

    @Test
    void holdsABoundedNumberOfEventsForAReaderThatNeverReads() {
        var random = new Random(1);
        var buffer = new EventBuffer(10, Place.LISTENER);
        var boards = new Boards();
        for (var step = 0; step < 100_000; step++) {
            var pin = new PinId(NAMES.get(random.nextInt(NAMES.size())), random.nextInt(PINS));
            var what = random.nextInt(10);
            buffer.offer(what < 7 ? boards.edge(pin) : what < 9 ? boards.change(pin) : boards.remove(pin.board()));
        }
        assertThat(drain(buffer)).hasSizeLessThanOrEqualTo(10 + NAMES.size() * (2 * (2 * PINS + 1) + 1));
    }
}
