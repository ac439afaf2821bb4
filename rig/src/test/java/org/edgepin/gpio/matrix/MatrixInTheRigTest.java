// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.contract.BoardScenario;
import org.edgepin.linux.GpioChip;
import org.edgepin.linux.LineSettings;
import org.edgepin.linux.MatrixioRegmap;
import org.edgepin.rig.KeeperLog;
import org.edgepin.rig.SimulatedChip;
import org.edgepin.rig.SimulatedFpga;
import org.edgepin.rig.SimulatedSpi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;

/** A board over a real {@code /dev/spidev0.0}, and what happens to it. */
class MatrixInTheRigTest extends BoardScenario<MatrixBoard> {

    private final KeeperLog log = new KeeperLog();
    private final SimulatedFpga fpga = new SimulatedFpga(SimulatedFpga.CREATOR);

    MatrixInTheRigTest() {
        super(MatrixConfig.PID);
    }

    @Override
    protected MatrixBoard create(BundleContext bundle, Map<String, Object> properties) {
        return new MatrixBoard(bundle, properties);
    }

    @Override
    @AfterEach
    protected void closeBoards() {
        super.closeBoards();
        fpga.close();
        log.close();
    }

    @Test
    void isFoundOnSpiByItself() {
        var board = open("outputs = 0L");
        registry.controller();

        assertThat(board.status().model()).isEqualTo("MATRIX Creator");
        assertThat(board.status().location()).isEqualTo("/dev/spidev0.0 [FPGA 0x1000A, 150 MHz]");
        assertThat(SimulatedSpi.last().mode()).isEqualTo(3);
        assertThat(SimulatedSpi.last().hz()).isEqualTo(15_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {LinuxFpga.SPI, LinuxFpga.REGMAP})
    void aVoiceIsKnownToo(String device) {
        fpga.identify(SimulatedFpga.VOICE);
        var board = open("device = " + device);
        registry.controller();

        assertThat(board.status().model()).isEqualTo("MATRIX Voice");
        assertThat(board.status().location()).startsWith(device);
    }

    @ParameterizedTest
    @ValueSource(strings = {LinuxFpga.SPI, LinuxFpga.REGMAP})
    void anotherDeviceIsRefusedUntilItIsABoard(String device) {
        fpga.identify(0xCAFE);
        var before = fpga.registers();
        var board = open("device = " + device, "outputs = 3H");

        awaitProblem(board, device + " identifies itself as 0x0000CAFE, a MATRIX Creator does as 0x05C344E8");
        assertThat(fpga.registers()).isEqualTo(before);

        fpga.identify(SimulatedFpga.CREATOR);
        registry.controller();
    }

    @Test
    void aBoardIsMissedOnceAndFoundOnce() throws Exception {
        open("inputs = 0", "outputs = 1H", "poll_ms = 1");
        registry.controller();
        log.clear();

        fpga.goAway();
        registry.awaitNone();
        var messages = SimulatedSpi.messages();
        // several attempts
        patiently().until(() -> SimulatedSpi.messages() >= messages + 3);
        fpga.comeBack();

        assertThat(registry.controller().state(pin(1)).driven()).contains(Level.HIGH);
        fpga.high(0);
        assertThat(events.awaitEdge(pin(0), 1).edge()).isEqualTo(Edge.RISING);
        patiently().until(() -> log.lines().size() == 2);
        assertThat(log.lines().get(0))
                .isEqualTo("WARNING board " + name() + " is away, still trying: nobody answers at /dev/spidev0.0:"
                        + " no MATRIX board, or its FPGA has not been programmed");
        assertThat(log.lines().get(1)).startsWith("INFO board " + name() + " is back: MATRIX Creator, /dev/spidev0.0");
    }

    @Test
    void aHundredRestartsMoveNothing() throws Exception {
        var board = open("outputs = 2H,3L,4H");
        registry.controller();
        var registers = fpga.registers();
        for (var round = 0; round < 100; round++) {
            close(board);
            registry.awaitNone();
            board = open("outputs = 2,3,4");
            assertThat(registry.controller().state(pin(2)).driven()).contains(Level.HIGH);
        }

        assertThat(fpga.registers()).isEqualTo(registers);
    }

    @Test
    void theKernelsLinesAreRefusedWhoeverUsesThem() throws Exception {
        try (var broken = SimulatedChip.plugIn("matrixio-gpio", 16);
                var chip = GpioChip.open(broken.device())) {
            try (var theirs = chip.request("blinker", Map.of(4, LineSettings.output(false)))) {
                assertThat(theirs.offsets()).containsExactly(4);
                awaitProblem(
                        open(),
                        "somebody uses " + broken.device() + " [matrixio-gpio], whose driver moves all 16 pins at"
                                + " random: line 4 is held by \"blinker\"; end that, or unload the module"
                                + " matrixio-gpio");
            }
            registry.controller();
        }
    }

    @Test
    void nothingStaysOpen() throws Exception {
        for (var round = 0; round < 3; round++) {
            restart();
        }
        var before = descriptors();
        for (var round = 0; round < 10; round++) {
            restart();
        }
        assertThat(descriptors()).isEqualTo(before);
    }

    private void restart() {
        var board = open("outputs = 2", "poll_ms = 1");
        registry.controller();
        fpga.goAway();
        registry.awaitNone();
        awaitProblem(board, "nobody answers");
        close(board);
        fpga.comeBack();
    }

    private static int descriptors() {
        return Objects.requireNonNull(Path.of("/proc/self/fd").toFile().list()).length;
    }

    @Test
    void theRegistersAreReadAndWrittenThroughTheModule() throws Exception {
        try (var registers = MatrixioRegmap.open(SimulatedFpga.REGMAP)) {
            registers.write(0x4001, (byte) 0x34, (byte) 0x12);
            registers.write(0x4000, (byte) 0xFF, (byte) 0xFF);
            var words = new byte[4];
            registers.read(0x4000, words);

            assertThat(words).containsExactly(0xFF, 0xFF, 0x34, 0x12);
            assertThat(fpga.registers().pins()).isEqualTo(0x1234);
            assertThatThrownBy(() -> registers.read(0x4000, new byte[3])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> registers.read(0x8000, words)).isInstanceOf(IllegalArgumentException.class);
        }
        var closed = MatrixioRegmap.open(SimulatedFpga.REGMAP);
        closed.close();
        assertThatThrownBy(() -> closed.read(0x4000, new byte[2]))
                .hasMessage("cannot read register 0x4000 of /dev/matrixio_regmap: closed (EBADF from MATRIXIO_READ)");
        try (var none = MatrixioRegmap.open(SimulatedSpi.DEVICE)) {
            assertThatThrownBy(() -> none.read(0, new byte[2])).hasMessageContaining("not a node of matrixio-core");
        }
        assertThatThrownBy(() -> MatrixioRegmap.open(Path.of("/dev/none_regmap")))
                .hasMessageContaining("there is no such node; is the module matrixio-core loaded?");
    }
}
