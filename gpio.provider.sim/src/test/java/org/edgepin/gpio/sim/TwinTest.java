// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinId;
import org.junit.jupiter.api.Test;

class TwinTest {

    @Test
    void theRaspberryPiHasThePinsOfItsHeader() {
        var pins = List.copyOf(Twin.RPI.pins("main").values());

        assertThat(pins).hasSize(28);
        assertThat(pins.get(17))
                .extracting(Pin::id, Pin::label, Pin::position)
                .containsExactly(new PinId("main", 17), "GPIO17", "header pin 11");
        assertThat(pins.get(0).position()).isEqualTo("header pin 27, SDA0 I2C ID EEPROM");
        assertThat(pins.get(27).position()).isEqualTo("header pin 13");
        assertThat(new HashSet<>(pins.stream().map(Pin::position).toList())).hasSize(28);
        assertThat(pins)
                .extracting(Pin::position)
                .as("power and ground are no pins")
                .doesNotContain("header pin 1", "header pin 2", "header pin 6", "header pin 39");
    }

    @Test
    void theRaspberryPiStartsWithItsFirstNinePinsPulledUp() {
        var circuit = new Circuit(Twin.RPI.size(), Twin.RPI.powerOn());
        circuit.settle();

        assertThat(circuit.levels()).isEqualTo(0x1ff);
    }

    @Test
    void theGl20HasSixInputsAndTwoOpenCollectors() {
        var pins = List.copyOf(Twin.GL20.pins("dio").values());

        assertThat(pins).extracting(Pin::label).containsExactly("DI0", "DI1", "DI2", "DI3", "DI4", "DI5", "DO6", "DO7");
        assertThat(pins.get(0).capabilities().directions()).containsExactly(Direction.INPUT);
        assertThat(pins.get(0).capabilities().biases()).containsExactly(Bias.PULL_UP);
        assertThat(pins.get(7).capabilities().directions()).containsExactly(Direction.OUTPUT);
        assertThat(pins.get(7).capabilities().drives()).containsExactly(Drive.OPEN_DRAIN);
    }

    @Test
    void theGl20StartsWithItsOutputsOpen() {
        var circuit = new Circuit(Twin.GL20.size(), Twin.GL20.powerOn());
        circuit.settle();

        assertThat(circuit.levels()).isEqualTo(0xff);
        assertThat(circuit.isOutput(6)).isTrue();
        assertThat(circuit.driven(7)).isEqualTo(Level.HIGH);
    }

    @Test
    void theMatrixHasSixteenPinsWithoutResistors() {
        var pins = List.copyOf(Twin.MATRIX.pins("m").values());

        assertThat(pins).hasSize(16);
        assertThat(pins.get(15).position()).isEqualTo("header pin 16");
        assertThat(pins).allMatch(it -> !it.capabilities().biases().contains(Bias.PULL_UP));
    }
}
