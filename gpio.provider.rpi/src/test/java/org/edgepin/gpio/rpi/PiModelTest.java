// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PiModelTest {

    private final Path deviceTree;

    PiModelTest(@TempDir Path deviceTree) {
        this.deviceTree = deviceTree;
    }

    private PiModel machine(String revision, String model) throws IOException {
        Files.createDirectories(deviceTree.resolve("system"));
        Files.write(
                deviceTree.resolve("system/linux,revision"),
                ByteBuffer.allocate(Integer.BYTES)
                        .putInt(Integer.parseUnsignedInt(revision, 16))
                        .array());
        Files.writeString(deviceTree.resolve("model"), model + "\0");
        return PiModel.detect(deviceTree);
    }

    @ParameterizedTest
    @CsvSource({
        "d04170, Raspberry Pi 5 Model B Rev 1.0, Raspberry Pi 5 Model B",
        "c03114, Raspberry Pi 4 Model B Rev 1.4, Raspberry Pi 4 Model B",
        "a020d3, Raspberry Pi 3 Model B Plus Rev 1.3, Raspberry Pi 3 Model B+",
        "2a02082, Raspberry Pi 3 Model B Rev 1.2, Raspberry Pi 3 Model B",
        "902120, Raspberry Pi Zero 2 W Rev 1.0, Raspberry Pi Zero V2",
        "100000e, Raspberry Pi Model B Rev 2, Raspberry Pi 1 Model B",
        "ffffff, Raspberry Pi 4 Model B Rev 9, Raspberry Pi 4 Model B",
        "ffffff, Raspberry Pi 9 Model Z, Raspberry Pi 9 Model Z",
        "0, Some Other Board, Raspberry Pi",
    })
    void isKnownByItsRevisionCodeOrItsName(String revision, String model, String name) throws Exception {
        assertThat(machine(revision, model).name()).isEqualTo(name);
    }

    @Test
    void onAnotherMachineItIsSomeRaspberryPiWithTheUsualHeader() {
        var model = PiModel.detect(deviceTree.resolve("absent"));

        assertThat(model.name()).isEqualTo("Raspberry Pi");
        assertThat(model.positions().keySet())
                .containsExactlyElementsOf(IntStream.range(0, 28).boxed().toList());
    }

    @Test
    void aRevisionThatIsNoNumberOfFourBytesIsNone() throws Exception {
        machine("c03114", "x");
        Files.write(deviceTree.resolve("system/linux,revision"), new byte[3]);

        assertThat(PiModel.detect(deviceTree).name()).isEqualTo("Raspberry Pi");
    }

    @Test
    void aPinHasItsPlaceOnTheHeaderAndItsOtherUse() {
        assertThat(PiModel.detect(deviceTree).positions())
                .containsAllEntriesOf(Map.of(
                        0, "header pin 27, SDA0 I2C ID EEPROM",
                        2, "header pin 3, SDA1 (I2C)",
                        6, "header pin 31, GPCLK2",
                        14, "header pin 8, UART TxD",
                        17, "header pin 11"));
    }

    @ParameterizedTest
    @CsvSource({
        // protocols.md A.12 has GPIO26 on pin 37, which the short headers have not
        "a01041, Raspberry Pi 2 Model B",
        "0010, Raspberry Pi 1 Model B+",
        "0012, Raspberry Pi 1 Model A+",
        "c03140, Compute Module 4",
        "b04180, Compute Module 5",
    })
    void boardsThatPi4jGivesNoOrAShortHeaderHaveTheirFortyPins(String revision, String name) throws Exception {
        var model = machine(revision, "");

        assertThat(model.name()).isEqualTo(name);
        assertThat(model.positions()).hasSize(28).containsEntry(26, "header pin 37");
    }

    @Test
    void theFirstOnesHaveAnotherHeaderThanTheSecondOnes() throws Exception {
        assertThat(machine("0002", "").positions())
                .hasSize(17)
                .containsEntry(21, "header pin 13")
                .doesNotContainKey(27);
        assertThat(machine("000f", "").positions())
                .hasSize(21)
                .containsEntry(27, "header pin 13")
                .containsEntry(28, "P5 pin 3")
                .doesNotContainKey(21);
    }

    @Test
    void aComputeModuleWithASlotHasPinsWithoutAPlace() throws Exception {
        assertThat(machine("a020a0", "").positions()).hasSize(46).containsEntry(45, "");
    }
}
