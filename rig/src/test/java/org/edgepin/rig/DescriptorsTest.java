// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.edgepin.linux.EdgeBuffer;
import org.edgepin.linux.EventClock;
import org.edgepin.linux.GpioChip;
import org.edgepin.linux.I2cAdapter;
import org.edgepin.linux.LineEdges;
import org.edgepin.linux.LineRequest;
import org.edgepin.linux.LineSettings;
import org.edgepin.linux.LineWatch;
import org.edgepin.linux.LinuxException;
import org.edgepin.linux.SmBus;
import org.edgepin.linux.SpiDevice;
import org.edgepin.linux.SpiSettings;
import org.junit.jupiter.api.Test;

/** Nothing stays open, whatever happens. */
class DescriptorsTest {

    private static final int TIMES = 20;

    @FunctionalInterface
    private interface Action {
        void run() throws Exception;
    }

    private static int open() {
        return Objects.requireNonNull(Path.of("/proc/self/fd").toFile().list()).length;
    }

    /** The first time loads classes, which opens what stays open. */
    private static void leavesNothingOpen(Action action) throws Exception {
        action.run();
        int before = open();
        for (int i = 0; i < TIMES; i++) {
            action.run();
        }
        assertThat(open()).isEqualTo(before);
    }

    @Test
    void linesAndEdges() throws Exception {
        LineSettings.Input input = LineSettings.input().withEdges(LineEdges.BOTH);
        try (SimulatedChip board = SimulatedChip.plugIn("pinctrl-bcm2711", 8)) {
            leavesNothingOpen(() -> {
                try (GpioChip chip = GpioChip.withLabel("pinctrl-bcm2711").orElseThrow();
                        LineRequest one = chip.request("edgepin", Map.of(1, input));
                        LineRequest two = chip.request("edgepin", Map.of(2, LineSettings.output(true)));
                        LineWatch watch = chip.watch(List.of(1, 2))) {
                    board.burst(2, 2);
                    assertThat(one.read(new EdgeBuffer(4), Duration.ZERO)).isEqualTo(2);
                    assertThat(two.value(2)).isTrue();
                    assertThat(watch.next(Duration.ZERO)).isEmpty();
                }
            });
        }
    }

    @Test
    void refusedLines() throws Exception {
        LineSettings impossible = LineSettings.input().withEdges(LineEdges.BOTH).withClock(EventClock.HTE);
        try (SimulatedChip board = SimulatedChip.plugIn("pinctrl-bcm2711", 8);
                GpioChip chip = GpioChip.open(board.device());
                LineRequest theirs = chip.request("theirs", Map.of(1, LineSettings.input()))) {
            leavesNothingOpen(() -> {
                assertThatThrownBy(() -> chip.request("edgepin", Map.of(1, theirs.settings(1))))
                        .isInstanceOf(LinuxException.class);
                assertThatThrownBy(() -> chip.request("edgepin", Map.of(2, impossible)))
                        .isInstanceOf(LinuxException.class);
                assertThat(GpioChip.withLabel("none")).isEmpty();
                assertThat(GpioChip.withLine("none")).isEmpty();
                assertThat(GpioChip.list()).isNotEmpty();
            });
        }
    }

    @Test
    void aChipThatIsRemovedMeanwhile() throws Exception {
        LineSettings.Input input = LineSettings.input().withEdges(LineEdges.BOTH);
        leavesNothingOpen(() -> {
            SimulatedChip board = SimulatedChip.plugIn("usb-gpio", 8);
            try (GpioChip chip = GpioChip.open(board.device());
                    LineRequest line = chip.request("edgepin", Map.of(1, input))) {
                board.close();
                assertThatThrownBy(() -> line.read(new EdgeBuffer(4))).isInstanceOf(LinuxException.class);
                assertThatThrownBy(() -> chip.watch(List.of(2))).isInstanceOf(LinuxException.class);
            }
        });
    }

    @Test
    void chipsOnBuses() throws Exception {
        try (SimulatedBus wires = new SimulatedBus()) {
            Path adapter = new I2cAdapter(wires.plugIn("any"), "any").device();
            leavesNothingOpen(() -> {
                try (SmBus expander = SmBus.open(adapter, SimulatedBus.EXPANDER);
                        SpiDevice spi = SpiDevice.open(SimulatedSpi.DEVICE, new SpiSettings(0, 1_000_000))) {
                    assertThat(expander.readByte(0)).isEqualTo(0xFF);
                    spi.transfer(new byte[2], new byte[2]);
                    wires.fail(6);
                    assertThatThrownBy(() -> expander.readByte(0)).isInstanceOf(LinuxException.class);
                    wires.fail(0);
                }
                assertThatThrownBy(() -> SpiDevice.open(adapter, new SpiSettings(0, 1_000_000)))
                        .isInstanceOf(LinuxException.class);
            });
        }
    }
}
