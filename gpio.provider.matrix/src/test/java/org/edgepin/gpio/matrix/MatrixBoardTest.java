// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;

class MatrixBoardTest extends BoardScenario<MatrixBoard> {

    private final FakeFpga fpga = new FakeFpga(FakeFpga.CREATOR);

    MatrixBoardTest() {
        super(MatrixConfig.PID);
    }

    @Override
    protected MatrixBoard create(BundleContext bundle, Map<String, Object> properties) {
        return new MatrixBoard(bundle, fpga::open, properties);
    }

    @Override
    @AfterEach
    protected void closeBoards() {
        super.closeBoards();
        assertThat(fpga.open()).as("ways to the FPGA left open").isZero();
    }

    @Test
    void saysWhichBoardItIs() {
        var board = open();
        registry.controller();
        assertThat(board.status().model()).isEqualTo("MATRIX Creator");
        assertThat(board.status().location()).isEqualTo("fake [FPGA 0x1000A, 150 MHz]");
        assertThat(registry.controller().pins())
                .extracting(Pin::label)
                .hasSize(16)
                .contains("GPIO0", "GPIO15");
        assertThat(fpga.writes()).isEmpty();
    }

    @Test
    void knowsAVoiceToo() {
        fpga.identify(FakeFpga.VOICE);
        fpga.clock(2, 5);
        var board = open();
        registry.controller();

        assertThat(board.status().model()).isEqualTo("MATRIX Voice");
        assertThat(board.status().location()).endsWith("125 MHz]");
    }

    @Test
    void anotherDeviceIsRefusedUntilItIsABoard() {
        fpga.identify(0x12345678);
        var board = open("outputs = 3H");

        awaitProblem(board, "fake identifies itself as 0x12345678, a MATRIX Creator does as 0x05C344E8");
        assertThat(board.status().state()).isEqualTo(BoardStatus.State.AWAY);
        assertThat(fpga.writes()).isEmpty();

        fpga.identify(FakeFpga.CREATOR);
        registry.controller();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0xFFFF})
    void whereNobodyAnswersThereIsNoBoard(int word) {
        fpga.goAway(word);
        awaitProblem(open(), "nobody answers at fake: no MATRIX board, or its FPGA has not been programmed");
    }

    @Test
    void aClockThatIsNotToldIsRefused() {
        fpga.clock(0, 3);
        awaitProblem(open(), "the FPGA at fake does not tell its clock: divider 0, multiplier 3");
    }

    @Test
    void outputsInUseAreTakenOverAndNothingIsWritten() throws Exception {
        fpga.configured(0b1100, 0b0100);
        for (var round = 0; round < 100; round++) {
            var board = open("outputs = 2,3");
            var controller = registry.controller();
            assertThat(controller.state(pin(2)).driven()).contains(Level.HIGH);
            assertThat(controller.state(pin(3)).driven()).contains(Level.LOW);
            close(board);
        }
        assertThat(fpga.writes()).isEmpty();
    }

    @Test
    void aLevelIsSetBeforeTheDirectionAndTheOthersStay() {
        fpga.configured(0b1000_0000_0000_0000, 0b1000_0000_0000_0000);
        fpga.high(0);
        start("outputs = 0,1H,2L");

        assertThat(fpga.writes()).containsExactly("4001<-8003", "4000<-8007");
    }

    @Test
    void theLatchOfAnInputIsWrittenAlsoIfItsLevelIsKnown() {
        fpga.configured(0, 0b10);
        start("outputs = 1");

        assertThat(fpga.writes()).containsExactly("4001<-0000", "4000<-0002");
        assertThat(fpga.levels()).isZero();
    }

    @Test
    void severalOutputsAreOneTransferAndSoAreAllReads() throws Exception {
        var controller = start("outputs = 4L,5L,6L,7L", "inputs = 0");
        var before = fpga.transfers();

        controller.write(Map.of(pin(4), Level.HIGH, pin(5), Level.HIGH, pin(7), Level.HIGH));
        assertThat(fpga.transfers()).isEqualTo(before + 1);
        assertThat(fpga.latch()).isEqualTo(0b1011_0000);

        assertThat(controller.read(Set.of(pin(0), pin(4), pin(6)))).hasSize(3);
        assertThat(fpga.transfers()).isEqualTo(before + 2);
    }

    @Test
    void anUnusedPinDrivesNothingAndOthersProgramsOutputsAreLeftAlone() throws Exception {
        fpga.configured(0b1000, 0b1000);
        var controller = start("outputs = 0H", "inputs = 1");
        assertThat(fpga.direction()).isEqualTo(0b1001);

        controller.configure(pin(0), PinSettings.UNUSED);

        assertThat(fpga.direction()).isEqualTo(0b1000);
        assertThat(fpga.levels() & 0b1000).isNotZero();
    }

    @Test
    void anOutputThatDoesNotFollowIsReported() throws Exception {
        var controller = start("outputs = 9H", "poll_ms = 1");
        fpga.low(9);
        events.awaitEvent("change of pin 9", new PinChange(pin(9))::equals);
        patiently().until(() -> controller.state(pin(9)).problem().equals(Optional.of("driven HIGH, sensed LOW")));
        assertThat(controller.state(pin(9)).driven()).contains(Level.HIGH);

        fpga.letGo(9);
        patiently().until(() -> controller.state(pin(9)).problem().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0xFFFF, 0x1234})
    void aBoardThatIsTakenAwayIsNoticedWhateverIsReadThen(int word) throws Exception {
        var board = open("inputs = 0", "outputs = 1H", "poll_ms = 1");
        registry.controller();

        fpga.goAway(word);
        registry.awaitNone();
        fpga.comeBack();

        assertThat(registry.controller().state(pin(1)).driven()).contains(Level.HIGH);
        patiently().until(() -> board.status().problem().isEmpty());
    }

    @Test
    void aBoardWithoutOutputsIsMissedToo() {
        open("inputs = 0", "poll_ms = 1");
        registry.controller();

        fpga.goAway(0);
        registry.awaitNone();
    }

    @Test
    void allPinsLowIsNoReasonToDoubt() throws Exception {
        var controller = start("inputs = 0,1", "poll_ms = 1");
        for (var edge = 1; edge <= 50; edge++) {
            if (edge % 2 == 0) {
                fpga.low(0);
            } else {
                fpga.high(0);
            }
            events.awaitEdge(pin(0), edge);
        }

        assertThat(controller.read(pin(1))).isEqualTo(Level.LOW);
        assertThat(registry.downs()).isZero();
    }

    @Test
    void aBoardThatIsProgrammedAnewComesBackWithTheLevelsThatItHas() throws Exception {
        start("outputs = 1H", "poll_ms = 1");
        fpga.reset();
        fpga.low(1);

        registry.awaitNone();
        var again = registry.controller();

        assertThat(again.state(pin(1)).driven()).contains(Level.LOW);
        assertThat(fpga.direction()).isEqualTo(0b10);
    }

    @Test
    void anotherPeriodNeedsNoNewBoardAndAnotherDeviceDoes() throws Exception {
        var board = open("inputs = 0");
        var controller = registry.controller();
        assertThat(controller.state(pin(0)).sensing()).hasToString("polled every 10 ms");

        board.configure(properties("inputs = 0", "poll_ms = 7"));
        patiently().until(() -> controller.state(pin(0)).sensing().toString().equals("polled every 7 ms"));
        assertThat(registry.ups()).isEqualTo(1);

        board.configure(properties("inputs = 0", "device = /dev/spidev1.0"));
        patiently().until(() -> registry.ups() == 2);
        assertThat(fpga.opened()).containsExactly(Optional.empty(), Optional.of("/dev/spidev1.0"));
    }

    @Test
    void aWrongKeyIsNamed() {
        awaitProblem(open("device = spi"), "device = spi: must be /dev/matrixio_regmap or a spidev");
        awaitProblem(
                open("device = /dev/gpiochip4"),
                "device = /dev/gpiochip4: the kernel's GPIO chip of these boards moves all 16 pins at random");
        awaitProblem(open("inputs = 16"), "inputs = 16: the board has no pin 16, only 0 to 15");
        awaitProblem(open("inputs = 1U"), "inputs = 1U: pin 1 cannot have bias pull-up, only as-is");
        assertThat(fpga.opened()).isEmpty();
    }
}
