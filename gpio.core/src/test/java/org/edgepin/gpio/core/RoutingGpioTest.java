// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.edgepin.gpio.Board;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.NoSuchPinException;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutingGpioTest {

    private static final PinId A_IN = new PinId("a", 0);
    private static final PinId A_OUT = new PinId("a", 1);
    private static final PinId B_OUT = new PinId("b", 1);

    private final FakeConfigurations configurations = new FakeConfigurations();
    private final Boards boards = new Boards(configurations.service());
    private final RoutingGpio gpio = new RoutingGpio(boards);
    private final FakeBoard a = new FakeBoard("a");
    private final FakeBoard b = new FakeBoard("b");

    @BeforeEach
    void bind() {
        gpio.bindController(b, b.properties(1));
        gpio.bindController(a, a.properties(2));
    }

    @Test
    void offersThePinsOfAllBoardsInTheirNaturalOrder() {
        assertThat(gpio.pins()).extracting(it -> it.id().toString()).containsExactly("a/0", "a/1", "b/0", "b/1");
    }

    @Test
    void readsAndDrivesPinsOfSeveralBoardsInOneCall() throws Exception {
        gpio.write(Map.of(A_OUT, Level.HIGH, B_OUT, Level.HIGH));

        assertThat(gpio.read(Set.of(B_OUT, A_OUT, A_IN)))
                .containsExactlyEntriesOf(new TreeMap<>(Map.of(A_IN, Level.LOW, A_OUT, Level.HIGH, B_OUT, Level.HIGH)));
        assertThat(a.writes).isOne();
        assertThat(b.writes).isOne();
    }

    @Test
    void drivesNothingIfOnePinOfAnotherBoardCannotBeDriven() {
        assertThatThrownBy(() -> gpio.write(Map.of(A_IN, Level.HIGH, B_OUT, Level.HIGH)))
                .isInstanceOf(PinCapabilityException.class)
                .hasMessage("a/0: not an output");
        assertThat(b.writes).isZero();
    }

    @Test
    void drivesNothingIfOneBoardIsNotThere() {
        assertThatThrownBy(() -> gpio.write(Map.of(A_OUT, Level.HIGH, new PinId("c", 1), Level.HIGH)))
                .isInstanceOf(NoSuchPinException.class)
                .hasMessage("c/1: no such pin");
        assertThat(a.writes).isZero();
    }

    @Test
    void tellsABoardThatIsAwayFromOneThatDoesNotExist() {
        Board away = () -> FakeBoard.status("c", BoardStatus.State.AWAY, Optional.of("no acknowledge"));
        boards.bindBoard(away);
        assertThatThrownBy(() -> gpio.read(new PinId("c", 0)))
                .isInstanceOf(BoardAwayException.class)
                .hasMessage("c: board is away, no acknowledge");
        assertThat(gpio.boards()).extracting(BoardStatus::name).containsExactly("a", "b", "c");

        boards.unbindBoard(away);
        assertThatThrownBy(() -> gpio.read(new PinId("c", 0))).isInstanceOf(NoSuchPinException.class);
    }

    @Test
    void aBoardWhoseProviderIsReplacedIsAwayUntilItComesBack() throws Exception {
        Board provider = () -> a.status;
        configurations.add("fake~a");
        boards.bindBoard(provider);

        boards.unbindBoard(provider);
        assertThat(gpio.read(A_IN)).isEqualTo(Level.LOW);
        gpio.unbindController(a, a.properties(2));

        assertThatThrownBy(() -> gpio.read(A_IN))
                .isInstanceOf(BoardAwayException.class)
                .hasMessage("a: board is away, no bundle provides it now");
        assertThatThrownBy(() -> gpio.write(Map.of(A_OUT, Level.HIGH, B_OUT, Level.HIGH)))
                .isInstanceOf(BoardAwayException.class);
        assertThat(b.writes).isZero();
        assertThat(gpio.boards())
                .extracting(BoardStatus::name, BoardStatus::state, BoardStatus::model, BoardStatus::simulated)
                .containsExactly(
                        tuple("a", BoardStatus.State.AWAY, "fake", true),
                        tuple("b", BoardStatus.State.UP, "fake", true));

        boards.bindBoard(provider);
        gpio.bindController(a, a.properties(4));
        assertThat(gpio.read(A_IN)).isEqualTo(Level.LOW);
        assertThat(gpio.boards()).extracting(BoardStatus::state).containsOnly(BoardStatus.State.UP);
    }

    @Test
    void forgetsABoardThatHasGone() {
        gpio.unbindController(a, a.properties(2));

        assertThatThrownBy(() -> gpio.read(A_IN)).isInstanceOf(NoSuchPinException.class);
        assertThatThrownBy(() -> gpio.write(A_OUT, Level.HIGH)).isInstanceOf(NoSuchPinException.class);
        assertThat(gpio.boards()).extracting(BoardStatus::name).containsExactly("b");
    }

    @Test
    void keepsTheOlderOfTwoBoardsOfOneNameUntilItGoes() throws Exception {
        var second = new FakeBoard("a");
        second.levels.put(A_IN, Level.HIGH);
        gpio.bindController(second, second.properties(3));
        assertThat(gpio.read(A_IN)).isEqualTo(Level.LOW);
        assertThat(gpio.pins()).hasSize(4);

        gpio.unbindController(a, a.properties(2));
        assertThat(gpio.read(A_IN)).isEqualTo(Level.HIGH);
    }
}
