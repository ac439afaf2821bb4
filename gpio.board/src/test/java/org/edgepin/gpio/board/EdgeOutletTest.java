// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.junit.jupiter.api.Test;

class EdgeOutletTest {

    private static final PinId PIN = new PinId("main", 5);
    private static final PinId OTHER = new PinId("main", 6);

    private final EdgeOutlet outlet = new EdgeOutlet(4);
    private final List<GpioEvent> seen = Collections.synchronizedList(new ArrayList<>());
    private final EdgeBus bus = seen::add;

    private void edge(PinId pin) {
        outlet.edge(pin, Edge.RISING, Instant.EPOCH, 0);
    }

    private List<String> words() {
        return seen.stream()
                .map(it -> it instanceof EdgeEvent edge
                        ? edge.pin() + " " + edge.sequence()
                        : it instanceof GapEvent gap
                                ? gap.pin() + " lost " + gap.first() + "+" + gap.count() + " " + gap.place()
                                : it.getClass().getSimpleName())
                .toList();
    }

    private static BoardChange board(BoardStatus.State state) {
        return new BoardChange(new BoardStatus("main", "", false, state, Instant.EPOCH, "", "pid", Optional.empty()));
    }

    @Test
    void numbersTheEdgesOfEachPinFromOne() {
        outlet.bind(bus);
        assertThat(outlet.newest(PIN)).isEqualTo(new EdgeOutlet.Newest(0, Optional.empty()));
        edge(PIN);
        edge(OTHER);
        outlet.edge(PIN, Edge.FALLING, Instant.ofEpochSecond(7), 0);

        assertThat(words()).containsExactly("main/5 1", "main/6 1", "main/5 2");
        assertThat(outlet.newest(PIN)).isEqualTo(new EdgeOutlet.Newest(2, Optional.of(Instant.ofEpochSecond(7))));
    }

    @Test
    void numbersWhatTheHardwareHasLostAsWell() {
        outlet.bind(bus);
        edge(PIN);
        outlet.lost(PIN, 10);
        edge(PIN);

        assertThat(words()).containsExactly("main/5 1", "main/5 lost 2+10 HARDWARE", "main/5 12");
        assertThat(outlet.newest(PIN).sequence()).isEqualTo(12);
    }

    @Test
    void aLossOfNothingIsRefusedAndTakesNoNumber() {
        outlet.bind(bus);
        assertThatThrownBy(() -> outlet.lost(PIN, 0)).isInstanceOf(IllegalArgumentException.class);
        edge(PIN);

        assertThat(words()).containsExactly("main/5 1");
    }

    @Test
    void keepsWhatHappensWithoutABusAndHandsItOverInOrder() {
        edge(PIN);
        outlet.publish(new PinChange(OTHER));
        edge(OTHER);
        assertThat(outlet.newest(PIN).sequence()).isOne();

        outlet.bind(bus);
        edge(PIN);

        assertThat(words()).containsExactly("main/5 1", "PinChange", "main/6 1", "main/5 2");
    }

    @Test
    void declaresWhatItCouldNotKeep() {
        for (var edge = 0; edge < 10; edge++) {
            edge(PIN);
        }
        outlet.bind(bus);

        assertThat(words()).containsExactly("main/5 lost 1+6 BOARD", "main/5 7", "main/5 8", "main/5 9", "main/5 10");
    }

    @Test
    void keepsWhatHappensBetweenTwoBuses() {
        outlet.bind(bus);
        edge(PIN);
        outlet.unbind(bus);
        edge(PIN);
        assertThat(words()).containsExactly("main/5 1");

        outlet.bind(bus);
        assertThat(words()).containsExactly("main/5 1", "main/5 2");
    }

    @Test
    void followsTheNewBusThatIsBoundBeforeTheOldOneIsUnbound() {
        var before = new ArrayList<GpioEvent>();
        EdgeBus old = before::add;
        outlet.bind(old);
        edge(PIN);
        outlet.bind(bus);
        edge(PIN);
        outlet.unbind(old);
        edge(PIN);

        assertThat(before).hasSize(1);
        assertThat(words()).containsExactly("main/5 2", "main/5 3");
    }

    @Test
    void saysNothingMoreAboutABoardThatWasRemoved() {
        outlet.bind(bus);
        outlet.publish(board(BoardStatus.State.AWAY));
        outlet.publish(board(BoardStatus.State.REMOVED));
        edge(PIN);
        outlet.publish(board(BoardStatus.State.REMOVED));

        assertThat(seen).containsExactly(board(BoardStatus.State.AWAY), board(BoardStatus.State.REMOVED));
    }

    @Test
    void publishesInTheOrderOfTheNumbersWhoeverReports() throws Exception {
        outlet.bind(bus);
        var threads = new ArrayList<Thread>();
        var start = new CountDownLatch(1);
        for (var number = 0; number < 4; number++) {
            threads.add(new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                for (var edge = 0; edge < 2_000; edge++) {
                    edge(PIN);
                    edge(OTHER);
                }
            }));
        }
        threads.forEach(Thread::start);
        start.countDown();
        for (var thread : threads) {
            thread.join();
        }

        assertThat(told()).containsEntry(PIN, 8_000L).containsEntry(OTHER, 8_000L);
    }

    @Test
    void losesAndDoublesNothingWhileBusesComeAndGo() throws Exception {
        var done = new AtomicBoolean();
        var rebinding = new Thread(() -> {
            EdgeBus current = bus;
            for (var turn = 0; !done.get(); turn++) {
                EdgeBus next = seen::add;
                if (turn % 2 == 0) {
                    outlet.unbind(current);
                    outlet.bind(next);
                } else {
                    outlet.bind(next);
                    outlet.unbind(current);
                }
                current = next;
            }
        });
        rebinding.start();
        for (var edge = 0; edge < 20_000; edge++) {
            edge(PIN);
        }
        done.set(true);
        rebinding.join();
        outlet.bind(bus);

        assertThat(told()).containsEntry(PIN, 20_000L);
    }

    /** Checks that edges and gaps tile the numbers of each pin; returns where they end. */
    private Map<PinId, Long> told() {
        var told = new TreeMap<PinId, Long>();
        for (var event : seen) {
            var gap = event instanceof EdgeEvent edge
                    ? new GapEvent(edge.pin(), edge.sequence(), 1, GapEvent.Place.BOARD, Instant.EPOCH)
                    : (GapEvent) event;
            assertThat(gap.first()).isEqualTo(told.getOrDefault(gap.pin(), 0L) + 1);
            told.put(gap.pin(), gap.next() - 1);
        }
        return told;
    }
}
