// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.edgepin.linux.GpioChip;
import org.edgepin.linux.I2cAdapter;
import org.edgepin.linux.LinuxException;
import org.edgepin.linux.SmBus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As an ordinary user, with and without the groups. */
class AccessTest {

    private final Nobody nobody;

    AccessTest(@TempDir Path jars) {
        nobody = new Nobody(jars);
    }

    @Test
    void withoutTheGroupItIsNamedAndWithItAllWorks() throws Exception {
        Nobody.group("gpio", 61_997);
        Nobody.group("i2c", 61_998);
        try (SimulatedChip board = SimulatedChip.plugIn("pinctrl-bcm2711", 8);
                SimulatedBus wires = new SimulatedBus()) {
            Path adapter = new I2cAdapter(wires.plugIn("any"), "any").device();
            Nobody.give(board.device(), "gpio");
            Nobody.give(adapter, "i2c");

            assertThat(open(List.of("--clear-groups"), board.device(), adapter))
                    .containsExactly(
                            "cannot open " + board.device()
                                    + ": permission denied: nobody is not in group gpio (EACCES from open)",
                            "cannot open " + adapter
                                    + ": permission denied: nobody is not in group i2c (EACCES from open)");
            assertThat(open(List.of("--groups", "gpio,i2c"), board.device(), adapter))
                    .containsExactly("opened", "opened");
        }
    }

    @Test
    void aDeviceOfNoGroupNeedsARuleOfUdev() throws Exception {
        try (SimulatedChip board = SimulatedChip.plugIn("pinctrl-bcm2711", 8)) {
            assertThat(open(List.of("--clear-groups"), board.device(), board.device())
                            .get(0))
                    .isEqualTo("cannot open " + board.device() + ": permission denied: nobody may not, and no group"
                            + " may: a udev rule is missing that gives the device to a group (EACCES from open)");
        }
    }

    private List<String> open(List<String> groups, Path chip, Path adapter) throws Exception {
        return nobody.run(groups, Opener.class, chip.toString(), adapter.toString());
    }

    /** The program that the user runs; it says what came of opening a chip and an adapter. */
    static final class Opener {

        public static void main(String[] args) throws IOException {
            List<String> said = new ArrayList<>();
            try (GpioChip chip = GpioChip.open(Path.of(args[0]))) {
                said.add(chip.lines().isEmpty() ? "empty" : "opened");
            } catch (LinuxException e) {
                said.add(String.valueOf(e.getMessage()));
            }
            try (SmBus chip = SmBus.open(Path.of(args[1]), SimulatedBus.EXPANDER)) {
                said.add(chip.readByte(0) == 0xFF ? "opened" : "wrong");
            } catch (LinuxException e) {
                said.add(String.valueOf(e.getMessage()));
            }
            try (PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8)) {
                said.forEach(out::println);
            }
        }

        private Opener() {}
    }
}
