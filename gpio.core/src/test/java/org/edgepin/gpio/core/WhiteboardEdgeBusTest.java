// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.PinId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhiteboardEdgeBusTest {

    private final FakeConfigurations configurations = new FakeConfigurations();
    private final Boards known = new Boards(configurations.service());
    private final WhiteboardEdgeBus bus = new WhiteboardEdgeBus(known);
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final EdgeListener listener = event -> seen.add(event.pin() + " " + event.sequence());

    @AfterEach
    void stop() {
        bus.deactivate();
    }

    private void edge(String pin, long sequence) {
        bus.publish(new EdgeEvent(PinId.parse(pin).orElseThrow(), Edge.RISING, Instant.EPOCH, 0, sequence));
    }

    @Test
    void deliversEverythingToAListenerThatNamesNoPins() {
        bus.bindListener(listener, Map.of());
        edge("main/1", 1);
        edge("gl20/2", 1);
        await().untilAsserted(() -> assertThat(seen).containsExactly("main/1 1", "gl20/2 1"));
    }

    @Test
    void deliversOnlyThePinsAndBoardsThatAListenerNames() {
        bus.bindListener(listener, Map.of(EdgeListener.PINS, new String[] {"main/1", "gl20/*", "nonsense", "*"}));
        edge("main/1", 1);
        edge("main/2", 1);
        edge("gl20/7", 1);
        edge("other/1", 1);
        edge("main/1", 2);
        await().untilAsserted(() -> assertThat(seen).containsExactly("main/1 1", "gl20/7 1", "main/1 2"));
    }

    @Test
    void tellsOfABoardToWhoeverListensToOneOfItsPins() {
        var boards = new CopyOnWriteArrayList<String>();
        var both = new EdgeListener() {
            @Override
            public void edge(EdgeEvent event) {}

            @Override
            public void boardChanged(BoardChange change) {
                boards.add(change.board());
            }
        };
        bus.bindListener(both, Map.of(EdgeListener.PINS, List.of("main/1")));
        bus.publish(new BoardChange(FakeBoard.status("other", BoardStatus.State.UP, Optional.empty())));
        bus.publish(new BoardChange(FakeBoard.status("main", BoardStatus.State.UP, Optional.empty())));
        await().untilAsserted(() -> assertThat(boards).containsExactly("main"));
    }

    @Test
    void followsAListenerThatChangesItsMind() {
        bus.bindListener(listener, Map.of(EdgeListener.PINS, "main/1"));
        bus.updatedListener(listener, Map.of(EdgeListener.PINS, "main/2"));
        edge("main/1", 1);
        edge("main/2", 1);
        await().untilAsserted(() -> assertThat(seen).containsExactly("main/2 1"));
    }

    @Test
    void callsNoListenerAfterItHasGone() {
        bus.bindListener(listener, Map.of());
        edge("main/1", 1);
        bus.unbindListener(listener);
        assertThat(seen).containsExactly("main/1 1");
        edge("main/1", 2);
        assertThat(seen).hasSize(1);
    }

    @Test
    void losesAndDoublesNothingWhileListenersComeAndGoUnderLoad() throws Exception {
        bus.bindListener(listener, Map.of());
        var stop = new AtomicBoolean();
        var others = new Thread(() -> {
            while (!stop.get()) {
                EdgeListener other = event -> {};
                bus.bindListener(other, Map.of());
                bus.unbindListener(other);
            }
        });
        others.start();
        var expected = new ArrayList<String>();
        for (var sequence = 1; sequence <= 5_000; sequence++) {
            edge("main/1", sequence);
            expected.add("main/1 " + sequence);
        }
        stop.set(true);
        others.join();
        await().untilAsserted(() -> assertThat(seen).hasSize(5_000));
        assertThat(seen).isEqualTo(expected);
    }
}
