// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.edgepin.gpio.Board;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.BoardStatus.State;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A board whose provider goes and whose configuration stays, or not. */
class BoardsTest {

    private final FakeConfigurations configurations = new FakeConfigurations();
    private final Boards boards = new Boards(configurations.service());
    private final WhiteboardEdgeBus bus = new WhiteboardEdgeBus(boards);
    private final List<State> told = new CopyOnWriteArrayList<>();
    private final Board board = () -> FakeBoard.status("a", State.UP, Optional.empty());

    @BeforeEach
    void start() {
        configurations.add("fake~a");
        boards.bindBoard(board);
        bus.bindListener(
                new EdgeListener() {
                    @Override
                    public void edge(EdgeEvent event) {}

                    @Override
                    public void boardChanged(BoardChange change) {
                        told.add(change.status().state());
                    }
                },
                Map.of());
    }

    @AfterEach
    void stop() {
        bus.deactivate();
    }

    /** As the framework and a provider do it. */
    private void providerGoes() {
        boards.unbindBoard(board);
        bus.publish(new BoardChange(FakeBoard.status("a", State.REMOVED, Optional.empty())));
    }

    /** What was published is delivered before it ends. */
    private List<State> told() {
        bus.deactivate();
        return new ArrayList<>(told);
    }

    @Test
    void aBoardWhoseProviderHasGoneIsToldToBeAway() {
        providerGoes();

        assertThat(told()).containsExactly(State.REMOVED, State.AWAY);
        assertThat(boards.of("a").flatMap(BoardStatus::problem)).contains("no bundle provides it now");
        assertThat(boards.all()).containsOnlyKeys("a");
    }

    @Test
    void theEndOfItsConfigurationIsItsEnd() {
        providerGoes();
        configurations.stored.clear();
        boards.forget("fake~a", bus::publish);

        assertThat(boards.of("a")).isEmpty();
        assertThat(told()).containsExactly(State.REMOVED, State.AWAY, State.REMOVED);
    }

    @Test
    void itsEndIsToldOnceIfTheConfigurationGoesFirst() {
        configurations.stored.clear();
        boards.forget("fake~a", bus::publish);
        assertThat(boards.of("a")).isPresent();
        providerGoes();

        assertThat(boards.of("a")).isEmpty();
        assertThat(told()).containsExactly(State.REMOVED);
    }

    @Test
    void itsEndIsToldOnceIfTheConfigurationGoesWhileTheProviderDoes() {
        boards.unbindBoard(board);
        configurations.stored.clear();
        boards.forget("fake~a", bus::publish);
        bus.publish(new BoardChange(FakeBoard.status("a", State.REMOVED, Optional.empty())));

        assertThat(boards.all()).isEmpty();
        assertThat(told()).containsExactly(State.REMOVED);
    }

    @Test
    void theEndOfAnotherConfigurationIsNotItsEnd() {
        configurations.add("fake~b");
        providerGoes();
        configurations.stored.remove("fake~b");
        boards.forget("fake~b", bus::publish);

        assertThat(boards.of("a")).isPresent();
        assertThat(told()).containsExactly(State.REMOVED, State.AWAY);
    }

    @Test
    void aBoardThatHasComeBackIsNotAwayAnyMore() {
        providerGoes();
        boards.bindBoard(board);
        boards.forget("fake~a", bus::publish);

        assertThat(boards.of("a").map(BoardStatus::state)).contains(State.UP);
        assertThat(told()).containsExactly(State.REMOVED, State.AWAY);
    }

    @Test
    void aNameThatNoBoardCanHaveDoesNotConfuseTheSearch() {
        Board odd = () ->
                new BoardStatus("x)(y", "fake", true, State.AWAY, Instant.EPOCH, "", "fake~x)(y*\\", Optional.empty());
        boards.bindBoard(odd);
        boards.unbindBoard(odd);
        assertThat(boards.of("x)(y")).isEmpty();

        configurations.add("fake~x)(y*\\");
        boards.bindBoard(odd);
        boards.unbindBoard(odd);
        assertThat(boards.of("x)(y")).isPresent();
    }
}
