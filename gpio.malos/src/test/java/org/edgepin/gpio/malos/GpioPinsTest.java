// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.logged.Logged;
import org.edgepin.gpio.malos.DriverConfig.Gpio;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GpioPinsTest {

    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final PinSettings DRIVEN = new PinSettings.Output();

    private final Logged log = new Logged();
    private final List<String> errors = new ArrayList<>();
    private FakeBoard board = FakeBoard.matrixWithInputs();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void makesAnyPinAnOutputWithItsLevelFromTheBeginning() {
        assertThat(command(3, OUTPUT, 1)).isTrue();
        assertThat(command(4, OUTPUT, 0)).isTrue();

        assertThat(board.done()).containsExactly("output 3=HIGH", "output 4=LOW");
    }

    @Test
    void drivesAnOutputWithoutSettingItsModeAnew() {
        board.with(3, DRIVEN);

        command(3, OUTPUT, 1);
        command(3, OUTPUT, 0);

        assertThat(board.done()).containsExactly("write {matrix/3=HIGH}", "write {matrix/3=LOW}");
    }

    @Test
    void makesAPinAnInputAndIgnoresTheValue() {
        board.with(3, DRIVEN);

        command(3, INPUT, 1);
        command(3, INPUT, 0);

        assertThat(board.done()).containsExactly("input 3");
    }

    @Test
    void leavesAnInputAsItIs() {
        var fromItsFile = new PinSettings.Input(Bias.PULL_UP, EnumSet.of(Edge.RISING), Duration.ofMillis(5));
        board.with(3, fromItsFile);

        command(3, INPUT, 0);

        assertThat(board.settings(3)).isEqualTo(fromItsFile);
    }

    @Test
    void takesAPinIntoUseThatTheBoardsFileDoesNotName() {
        board = FakeBoard.matrix();

        command(3, OUTPUT, 1);
        command(4, INPUT, 0);

        assertThat(board.done()).containsExactly("output 3=HIGH", "input 4");
        assertThat(board.settings(4)).isEqualTo(new PinSettings.Input(Bias.AS_IS));
    }

    @Test
    void touchesNoPinButTheOneOfTheCommand() {
        board.with(1, DRIVEN).with(2, DRIVEN);
        command(1, OUTPUT, 1);
        command(2, OUTPUT, 1);
        command(1, OUTPUT, 0);
        command(5, OUTPUT, 1);

        assertThat(board.level(2)).isEqualTo(Level.HIGH);
        assertThat(board.settings(1)).isInstanceOf(PinSettings.Output.class);
    }

    /** Pin, mode and value as on the wire; what is left of them in 16 bits. */
    @ParameterizedTest
    @CsvSource({
        "65537, 1, 1, output 1=HIGH",
        "2, 65537, 1, output 2=HIGH",
        "2, 1, 65536, output 2=LOW",
        "2, 1, 65537, output 2=HIGH",
        "2, 1, 2, output 2=LOW",
        "15, 1, 3, output 15=HIGH",
        "-65536, 1, 1, output 0=HIGH",
    })
    void cutsNumbersToSixteenBits(int pin, int mode, int value, String done) {
        assertThat(command(pin, mode, value)).isTrue();

        assertThat(board.done()).containsExactly(done);
        assertThat(errors).isEmpty();
    }

    @Test
    void aModeOf65536IsInput() {
        board.with(2, DRIVEN);

        assertThat(command(2, 65_536, 1)).isTrue();

        assertThat(board.done()).containsExactly("input 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 31, 32, 255, 65_535, -1, Integer.MIN_VALUE + 16, Integer.MAX_VALUE})
    void ignoresPinsBeyondTheSixteenth(int pin) {
        assertThat(command(pin, OUTPUT, 1)).isTrue();
        assertThat(command(pin, INPUT, 0)).isTrue();

        assertThat(board.done()).isEmpty();
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, -1, 65_538, Integer.MAX_VALUE})
    void refusesAnyOtherModeAndTouchesNothing(int mode) {
        assertThat(command(2, mode, 1)).isFalse();
        assertThat(command(99, mode, 1)).isFalse();

        assertThat(board.done()).isEmpty();
        assertThat(errors).hasSize(2).containsOnly("invalid gpio mode. check the proto GpioParams (file driver.proto)");
    }

    @Test
    void theHigherBitsOfAValueRaiseTheOutputsThatFollowInTheSameMoment() {
        board.with(2, DRIVEN).with(3, DRIVEN).with(5, DRIVEN);

        command(2, OUTPUT, 0b1110);

        assertThat(board.done()).containsExactly("write {matrix/2=LOW, matrix/3=HIGH, matrix/5=HIGH}");
    }

    @Test
    void theLatchIsSetBeforeTheMode() {
        board.with(3, DRIVEN);

        command(2, OUTPUT, 3);

        assertThat(board.done()).containsExactly("write {matrix/3=HIGH}", "output 2=HIGH");
    }

    @Test
    void aConfigWithoutAPinMakesPin0AnInput() {
        board.with(0, DRIVEN);

        assertThat(pins(new Configuration()).configure(config(null), "", errors::add))
                .isTrue();

        assertThat(board.done()).containsExactly("input 0");
    }

    @Test
    void aConfigWithoutAPinTouchesNothingIfSoConfigured() {
        board.with(0, DRIVEN);
        var pins = pins(new Configuration().with("config_without_gpio_sets_pin_0", false));

        assertThat(pins.configure(config(null), "", errors::add)).isTrue();
        assertThat(board.done()).isEmpty();

        assertThat(pins.configure(config(new Gpio(0, 0, 0)), "", errors::add)).isTrue();
        assertThat(board.done()).containsExactly("input 0");
    }

    @Test
    void tellsTheClientWhatTheBoardRefuses() {
        board.lock(3);

        assertThat(command(3, OUTPUT, 1)).isTrue();

        assertThat(errors)
                .containsExactly(
                        "0, Could not set pin 3 of the Gpio driver: matrix/3: locked by the board's configuration");
    }

    @Test
    void aPinThatTheBoardDoesNotHaveIsRefusedAndReadsLow() {
        board = new FakeBoard("gl20", "HPE GL20", 8);
        board.with(0, new PinSettings.Input(Bias.AS_IS)).set(0, Level.HIGH);
        var pins = pins(new Configuration().with("board", "gl20"));

        pins.configure(config(new Gpio(9, OUTPUT, 1)), "", errors::add);

        assertThat(errors).containsExactly("0, Could not set pin 9 of the Gpio driver: gl20/9: no such pin");
        assertThat(pins.update()).contains(Hex.bytes("20 01"));
    }

    @Test
    void usesTheResistorAndTheDriveThatThePinIsWiredFor() {
        board.able(new PinCapabilities(
                Set.of(Direction.values()),
                Set.of(Bias.PULL_UP),
                Set.of(Drive.OPEN_DRAIN),
                Set.of(Edge.FALLING),
                false));

        command(3, OUTPUT, 1);
        assertThat(board.settings(3))
                .isEqualTo(new PinSettings.Output(Bias.PULL_UP, Drive.OPEN_DRAIN, Optional.of(Level.HIGH)));

        command(3, INPUT, 0);
        assertThat(board.settings(3))
                .isEqualTo(new PinSettings.Input(Bias.PULL_UP, Set.of(Edge.FALLING), Duration.ZERO));
    }

    @Test
    void anUpdateHasTheLevelsOfInputsAndOutputs() {
        board.with(9, DRIVEN);
        board.set(0, Level.HIGH);
        board.set(9, Level.HIGH);

        assertThat(pins(new Configuration()).update()).contains(Hex.bytes("20 81 04"));
    }

    @Test
    void anUpdateOfLowPinsHasNoBytes() {
        assertThat(pins(new Configuration()).update()).contains(new byte[0]);
    }

    @Test
    void unusedPinsReadLowUntilSomebodyUsesThem() {
        board = FakeBoard.matrix();
        var pins = pins(new Configuration());
        board.set(4, Level.HIGH);
        assertThat(pins.update()).contains(new byte[0]);

        board.with(4, DRIVEN);
        assertThat(pins.update()).contains(Hex.bytes("20 10"));

        board.forget(4);
        assertThat(pins.update()).contains(new byte[0]);
    }

    @Test
    void asksOnlyOnceWhichPinsAreInUse() {
        var pins = pins(new Configuration());
        pins.update();
        var questions = board.questions();

        pins.update();

        assertThat(board.questions()).isEqualTo(questions).isEqualTo(16);
    }

    @Test
    void aBoardThatIsAwayGivesNoUpdateAndIsLoggedOnceWhenItGoesAndOnceWhenItIsBack() {
        var pins = pins(new Configuration());
        board.away(true);
        assertThat(pins.update()).isEmpty();
        assertThat(pins.update()).isEmpty();
        pins.configure(config(new Gpio(3, OUTPUT, 1)), "", errors::add);
        board.away(false);
        assertThat(pins.update()).isPresent();
        assertThat(pins.update()).isPresent();

        assertThat(errors)
                .containsExactly("0, Could not set pin 3 of the Gpio driver: matrix: board is away, unplugged");
        assertThat(log.lines())
                .containsExactly(
                        "WARNING MALOS: cannot read the pins, clients get errors instead of updates: matrix: board is"
                                + " away, unplugged",
                        "INFO MALOS: the pins can be read again");
    }

    @Test
    void mapsThePinsOfAnyBoard() {
        board = new FakeBoard("main", "Raspberry Pi", 28);
        board.with(27, DRIVEN);
        var pins = pins(new Configuration().with("board", "main").with("pins", "5,27,6"));

        pins.configure(config(new Gpio(1, OUTPUT, 1)), "", errors::add);
        pins.configure(config(new Gpio(2, OUTPUT, 1)), "", errors::add);
        pins.configure(config(new Gpio(3, OUTPUT, 1)), "", errors::add);

        assertThat(board.done()).containsExactly("write {main/27=HIGH}", "output 6=HIGH");
        assertThat(errors)
                .containsExactly(
                        "0, Could not set pin 3 of the Gpio driver: pins in etc/org.edgepin.gpio.malos.cfg does"
                                + " not name it");
        assertThat(pins.update()).contains(Hex.bytes("20 06"));
    }

    @Test
    void takesTheFirstMatrixBoardAndRatherARealOne() {
        board = new FakeBoard("voice", "MATRIX Voice", 16);
        board.alsoThere("main", "Raspberry Pi", false);
        var pins = pins(new Configuration());
        pins.configure(config(new Gpio(3, OUTPUT, 1)), "", errors::add);
        assertThat(board.done()).containsExactly("output 3=HIGH");

        board.alsoThere("creator", "MATRIX Creator", false);
        pins.configure(config(new Gpio(3, OUTPUT, 1)), "", errors::add);
        assertThat(errors).containsExactly("0, Could not set pin 3 of the Gpio driver: creator/3: no such pin");
    }

    @Test
    void saysThatThereIsNoMatrixBoard() {
        board = new FakeBoard("main", "Raspberry Pi", 28);

        assertThat(command(3, OUTPUT, 1)).isTrue();

        assertThat(errors).containsExactly("0, Could not set pin 3 of the Gpio driver: there is no MATRIX board");
        assertThat(pins(new Configuration()).update()).isEmpty();
    }

    private boolean command(int pin, int mode, int value) {
        return pins(new Configuration()).configure(config(new Gpio(pin, mode, value)), "127.0.0.1", errors::add);
    }

    private GpioPins pins(Configuration configuration) {
        return new GpioPins(configuration.settings(), from -> board);
    }

    private static DriverConfig config(@Nullable Gpio gpio) {
        return new DriverConfig(0, 0, Optional.ofNullable(gpio));
    }
}
