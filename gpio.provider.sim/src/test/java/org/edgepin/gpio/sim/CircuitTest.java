// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinSettings;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private static final Registers NOTHING = new Registers(0, 0, 0, 0, 0, 0, 0);

    private final Circuit circuit = new Circuit(4, NOTHING);

    private void configure(int pin, PinSettings settings) {
        circuit.configure(new TreeMap<>(Map.of(pin, settings)));
        circuit.settle();
    }

    private void outside(int pin, Outside outside) {
        circuit.outside(pin, outside);
        circuit.settle();
    }

    private static PinSettings.Output output(Drive drive, Level initial) {
        return new PinSettings.Output(Bias.AS_IS, drive, Optional.of(initial));
    }

    @Test
    void aPinThatFloatsKeepsItsLevel() {
        outside(0, Outside.HIGH);
        outside(0, Outside.OPEN);

        assertThat(circuit.level(0)).isEqualTo(Level.HIGH);
    }

    @Test
    void aResistorPullsAPinThatNothingDrives() {
        configure(0, new PinSettings.Input(Bias.PULL_UP));
        assertThat(circuit.level(0)).isEqualTo(Level.HIGH);

        configure(0, new PinSettings.Input(Bias.PULL_DOWN));
        assertThat(circuit.level(0)).isEqualTo(Level.LOW);

        outside(0, Outside.HIGH);
        assertThat(circuit.level(0)).isEqualTo(Level.HIGH);
    }

    @Test
    void theResistorStaysIfTheSettingsLeaveItAsItIs() {
        configure(0, new PinSettings.Input(Bias.PULL_UP));
        configure(0, new PinSettings.Input(Bias.AS_IS));
        outside(0, Outside.LOW);
        outside(0, Outside.OPEN);

        assertThat(circuit.level(0)).isEqualTo(Level.HIGH);
    }

    @Test
    void anOutputThatIsHeldFromOutsideDoesNotHaveTheLevelItIsDrivenTo() {
        configure(0, output(Drive.PUSH_PULL, Level.HIGH));
        outside(0, Outside.LOW);

        assertThat(circuit.level(0)).isEqualTo(Level.LOW);
        assertThat(circuit.driven(0)).isEqualTo(Level.HIGH);
        assertThat(circuit.overpowered()).isEqualTo(0b1);
    }

    @Test
    void anOpenDrainLeavesAHighPinToTheOthers() {
        configure(0, new PinSettings.Output(Bias.PULL_UP, Drive.OPEN_DRAIN, Optional.of(Level.HIGH)));
        assertThat(circuit.level(0)).isEqualTo(Level.HIGH);

        circuit.wire(List.of(new Wire(0, 1)));
        configure(1, output(Drive.PUSH_PULL, Level.LOW));
        assertThat(circuit.level(0)).isEqualTo(Level.LOW);
    }

    @Test
    void anOpenSourceLeavesALowPinToTheOthers() {
        configure(0, new PinSettings.Output(Bias.PULL_UP, Drive.OPEN_SOURCE, Optional.of(Level.LOW)));

        assertThat(circuit.level(0)).isEqualTo(Level.HIGH);
    }

    @Test
    void wiredPinsHaveOneLevelHoweverLongTheWire() {
        circuit.wire(List.of(new Wire(0, 1), new Wire(3, 2), new Wire(1, 2)));

        configure(3, output(Drive.PUSH_PULL, Level.HIGH));
        assertThat(circuit.levels()).isEqualTo(0b1111);

        circuit.wire(List.of(new Wire(3, 2)));
        configure(0, new PinSettings.Input(Bias.PULL_DOWN));
        assertThat(circuit.levels()).isEqualTo(0b1110);
    }

    @Test
    void whereTwoOfTheSameStrengthDisagreeThePinIsLow() {
        circuit.wire(List.of(new Wire(0, 1)));
        configure(0, output(Drive.PUSH_PULL, Level.HIGH));
        configure(1, output(Drive.PUSH_PULL, Level.LOW));

        assertThat(circuit.level(0)).isEqualTo(Level.LOW);
        assertThat(circuit.overpowered()).isEqualTo(0b1);
    }

    @Test
    void aShortIsStrongerThanAnything() {
        circuit.wire(List.of(new Wire(0, 1)));
        configure(0, output(Drive.PUSH_PULL, Level.LOW));
        outside(1, Outside.LOW);

        circuit.fault(1, PinFault.STUCK_HIGH);
        circuit.settle();
        assertThat(circuit.level(0)).isEqualTo(Level.HIGH);

        circuit.fault(1, PinFault.NONE);
        circuit.settle();
        assertThat(circuit.level(0)).isEqualTo(Level.LOW);
    }

    @Test
    void anOutputTakesOverTheLevelThatThePinHas() {
        outside(0, Outside.HIGH);
        configure(0, new PinSettings.Output());
        outside(0, Outside.OPEN);
        assertThat(circuit.level(0)).isEqualTo(Level.HIGH);
    }

    @Test
    void anOutputThatIsOneAlreadyKeepsWhatItDrivesAndNotWhatItSenses() {
        configure(0, output(Drive.PUSH_PULL, Level.HIGH));
        outside(0, Outside.LOW);
        configure(0, new PinSettings.Output());
        outside(0, Outside.OPEN);

        assertThat(circuit.level(0)).isEqualTo(Level.HIGH);
    }

    @Test
    void tellsWhichPinsHaveChanged() {
        circuit.wire(List.of(new Wire(0, 2)));
        circuit.outside(0, Outside.HIGH);

        assertThat(circuit.settle()).isEqualTo(0b0101);
        assertThat(circuit.settle()).isZero();
    }

    @Test
    void registersSurviveAsText() {
        var registers = new Registers(1, 2, 3, 4, 5, -1, Long.MIN_VALUE);

        assertThat(Registers.parse(registers.toString())).contains(registers);
        assertThat(Registers.parse("nonsense")).isEmpty();
        assertThat(Registers.parse("1 2 3")).isEmpty();
    }
}
