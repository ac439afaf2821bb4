// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edgepin.gpio.Board;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus.State;
import org.junit.jupiter.api.Test;

class BoardWatchTest {

    private final List<State> told = new ArrayList<>();
    private final BoardWatch watch = new BoardWatch(
            event -> told.add(((BoardChange) event).status().state()), new Boards(new FakeConfigurations().service()));
    private final FakeBoard controller = new FakeBoard("a");
    private final Board board = () -> FakeBoard.status("a", State.UP, Optional.empty());

    @Test
    void tellsOfAControllerWithoutABoardThatItCameAndWent() {
        watch.bindController(controller, controller.properties(1));
        watch.unbindController(controller, controller.properties(1));

        assertThat(told).containsExactly(State.UP, State.REMOVED);
    }

    @Test
    void leavesWhatABoardTellsByItselfToIt() {
        watch.bindBoard(board);
        watch.bindController(controller, controller.properties(1));
        watch.unbindController(controller, controller.properties(1));
        watch.unbindBoard(board);

        assertThat(told).isEmpty();
    }

    @Test
    void doesNotTellTheEndASecondTimeWhenTheBoardGoesBeforeItsController() {
        watch.bindBoard(board);
        watch.bindController(controller, controller.properties(1));
        watch.unbindBoard(board);
        watch.unbindController(controller, controller.properties(1));

        assertThat(told).isEmpty();
    }
}
