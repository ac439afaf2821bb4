// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.contract.BoardScenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;

class Gl20BoardTest extends BoardScenario<Gl20Board> {

    private static final String RARELY = "poll_ms = 60000";

    private final FakeExpander expander = new FakeExpander();

    Gl20BoardTest() {
        super(Gl20Config.PID);
    }

    @Override
    protected Gl20Board create(BundleContext bundle, Map<String, Object> properties) {
        return new Gl20Board(bundle, expander::open, properties);
    }

    @Override
    @AfterEach
    protected void closeBoards() {
        super.closeBoards();
        assertThat(expander.open()).as("ways to the chip left open").isZero();
    }

    @Test
    void hasSixInputsAndTwoOpenCollectorsAndUsesThemAll() throws Exception {
        expander.configured(0xFD);
        var controller = start();

        assertThat(controller.pins())
                .extracting(Pin::label)
                .containsExactly("DI0", "DI1", "DI2", "DI3", "DI4", "DI5", "DO6", "DO7");
        assertThat(controller.state(pin(5)).settings()).isInstanceOf(PinSettings.Input.class);
        assertThat(controller.state(pin(6)).settings()).isInstanceOf(PinSettings.Output.class);
        assertThat(controller.state(pin(6)).driven()).contains(Level.LOW);
        assertThat(controller.state(pin(7)).driven()).contains(Level.HIGH);
        assertThat(controller.state(pin(0)).sensing()).hasToString("polled every 20 ms");
    }

    @Test
    void pin0IsTheHighestBit() throws Exception {
        expander.configured(0xFF);
        expander.holdLow(0b1000_0100);
        var controller = start();

        assertThat(controller.read(pin(0))).isEqualTo(Level.LOW);
        assertThat(controller.read(pin(1))).isEqualTo(Level.HIGH);
        assertThat(controller.read(pin(5))).isEqualTo(Level.LOW);
        controller.write(pin(6), Level.LOW);
        assertThat(expander.get(2)).isEqualTo(0b1111_1101);
        controller.write(pin(7), Level.LOW);
        assertThat(expander.get(2)).isEqualTo(0b1111_1100);
    }

    @Test
    void anExpanderInUseIsTakenOverAndNothingIsWritten() {
        expander.configured(0b0000_0001);
        for (var round = 0; round < 100; round++) {
            var board = open("outputs = 6,7", "inputs = 0");
            registry.controller();
            close(board);
        }

        assertThat(expander.writes()).isEmpty();
        assertThat(expander.get(2)).isEqualTo(0b0000_0001);
    }

    @Test
    void afterPowerOnTheOutputsGetTheirLatchBeforeTheirDirection() throws Exception {
        var controller = start();

        assertThat(expander.writes()).containsExactly("2<-ff", "6<-fc");
        assertThat(controller.state(pin(6)).driven()).contains(Level.HIGH);
    }

    @Test
    void afterPowerOnALevelToStartWithIsThereBeforeTheDirection() {
        start("outputs = 6,7L");

        assertThat(expander.writes()).containsExactly("2<-fe", "6<-fc");
    }

    @Test
    void afterPowerOnALatchThatSomebodyHasSetIsKept() throws Exception {
        expander.set(2, 0xFD);
        var controller = start();

        assertThat(expander.writes()).containsExactly("2<-fd", "6<-fc");
        assertThat(controller.state(pin(6)).driven()).contains(Level.LOW);
    }

    @Test
    void anotherConfigurationIsRefusedUntilItIsRight() {
        expander.set(6, 0x0F);
        var board = open();

        awaitProblem(board, "has 0x0F in its configuration register 0x06 instead of 0xFC");
        assertThat(board.status().state()).isEqualTo(BoardStatus.State.AWAY);
        assertThat(expander.writes()).isEmpty();

        expander.configured(0xFF);
        registry.controller();
        assertThat(expander.writes()).isEmpty();
    }

    @Test
    void invertedInputsAreRefused() {
        expander.configured(0xFF).set(4, 0x80);
        var board = open();

        awaitProblem(board, "polarity register 0x04 at 0x80");
        assertThat(expander.writes()).isEmpty();

        expander.set(4, 0);
        registry.controller();
    }

    @Test
    void severalOutputsAreOneTransfer() throws Exception {
        expander.configured(0xFF);
        var controller = start();
        var before = expander.transfers();

        controller.write(Map.of(pin(6), Level.LOW, pin(7), Level.LOW));

        assertThat(expander.transfers()).isEqualTo(before + 1);
        assertThat(expander.writes()).containsExactly("2<-fc");
    }

    @Test
    void allPinsAreReadInOneTransfer() throws Exception {
        expander.configured(0xFF);
        var controller = start();
        var all = Set.of(pin(0), pin(1), pin(2), pin(3), pin(4), pin(5), pin(6), pin(7));
        var before = expander.transfers();

        assertThat(controller.read(all)).hasSize(8);

        assertThat(expander.transfers()).isEqualTo(before + 1);
    }

    @Test
    void anOutputThatIsHeldLowKeepsItsLatchWhenTheOtherIsWritten() throws Exception {
        expander.configured(0xFF);
        expander.holdLow(0b10);
        var controller = start();

        controller.write(pin(7), Level.LOW);

        assertThat(expander.get(2) & Port.OUTPUTS).isEqualTo(0b10);
        assertThat(controller.state(pin(6)).driven()).contains(Level.HIGH);
        assertThat(controller.state(pin(6)).level()).contains(Level.LOW);
    }

    @Test
    void anOutputThatDoesNotFollowIsReported() throws Exception {
        expander.configured(0xFF);
        var controller = start("poll_ms = 1");
        assertThat(controller.state(pin(6)).problem()).isEmpty();

        expander.holdLow(0b10);
        events.awaitEvent("change of pin 6", new PinChange(pin(6))::equals);
        patiently().until(() -> controller.state(pin(6)).problem().equals(Optional.of("driven HIGH, sensed LOW")));
        assertThat(controller.state(pin(7)).problem()).isEmpty();

        expander.release(0b10);
        patiently().until(() -> controller.state(pin(6)).problem().isEmpty());
        assertThat(expander.writes()).isEmpty();
    }

    @Test
    void whatAnotherProgramDrivesIsAdopted() throws Exception {
        expander.configured(0xFF);
        var controller = start("poll_ms = 1");

        expander.set(2, 0xFE);

        patiently().until(() -> controller.state(pin(7)).driven().equals(Optional.of(Level.LOW)));
        events.awaitEvent("change of pin 7", new PinChange(pin(7))::equals);
        assertThat(controller.state(pin(7)).problem()).isEmpty();
        controller.write(pin(6), Level.LOW);
        assertThat(expander.get(2)).isEqualTo(0xFC);
    }

    @Test
    void aBoardThatLosesItsPowerComesBackWithTheOutputsThatItHas() throws Exception {
        expander.configured(0xFD);
        var controller = start("poll_ms = 1");
        assertThat(controller.state(pin(6)).driven()).contains(Level.LOW);

        expander.powerCycle();

        registry.awaitNone();
        var again = registry.controller();
        assertThat(again.state(pin(6)).driven()).contains(Level.HIGH);
        assertThat(expander.writes()).containsExactly("2<-ff", "6<-fc");
    }

    @Test
    void oneTransferThatFailsIsTriedAgain() throws Exception {
        expander.configured(0xFF);
        var controller = start(RARELY);

        expander.fail(1);
        assertThat(controller.read(pin(0))).isEqualTo(Level.HIGH);
        expander.fail(1);
        controller.write(pin(6), Level.LOW);

        assertThat(expander.get(2)).isEqualTo(0xFD);
        assertThat(registry.downs()).isZero();
    }

    @Test
    void aChipThatDoesNotAnswerTakesTheBoardDownUntilItDoes() throws Exception {
        expander.configured(0xFF);
        var board = open("poll_ms = 1");
        registry.controller().write(pin(6), Level.LOW);

        expander.away(true);
        registry.awaitNone();
        awaitProblem(board, "no acknowledge");
        expander.away(false);

        var again = registry.controller();
        assertThat(again.state(pin(6)).driven()).contains(Level.LOW);
        patiently().until(() -> board.status().problem().isEmpty());
    }

    @Test
    void anotherPeriodNeedsNoNewBoardAndAnotherBusDoes() throws Exception {
        expander.configured(0xFF);
        var board = open();
        var controller = registry.controller();

        board.configure(properties("poll_ms = 7"));
        patiently().until(() -> controller.state(pin(0)).sensing().toString().equals("polled every 7 ms"));
        assertThat(registry.ups()).isEqualTo(1);

        board.configure(properties("poll_ms = 7", "i2c_bus = 3"));
        patiently().until(() -> registry.ups() == 2);
        assertThat(expander.opened()).containsExactly(Optional.empty(), Optional.of(3));
    }

    @Test
    void aWrongKeyIsNamed() {
        awaitProblem(open("i2c_bus = i2c-0"), "i2c_bus = i2c-0: must be a whole number from 0 to 999999");
        awaitProblem(open("inputs = 6"), "inputs = 6: pin 6 cannot be an input");
        awaitProblem(open("outputs = 0"), "outputs = 0: pin 0 cannot be an output");
        awaitProblem(open("inputs = 0D"), "inputs = 0D: pin 0 cannot have bias pull-down, only pull-up");
        assertThat(expander.opened()).isEmpty();
    }
}
