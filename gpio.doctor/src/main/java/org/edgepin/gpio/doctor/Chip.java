// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edgepin.linux.ChipInfo;
import org.edgepin.linux.Errno;
import org.edgepin.linux.GpioChip;
import org.edgepin.linux.LineInfo;
import org.edgepin.linux.LinuxException;

/**
 * A GPIO chip of the kernel, or why it cannot be looked at.
 *
 * @param info empty if there is a problem
 * @param lines all of them, the place in the list being the offset
 * @param problem in the words of the kernel binding
 */
record Chip(Path device, Optional<ChipInfo> info, List<LineInfo> lines, Optional<String> problem) {

    /** Looks at all chips; one that goes meanwhile is left out. */
    static List<Chip> all() {
        var chips = new ArrayList<Chip>();
        for (var device : GpioChip.devices()) {
            try (var chip = GpioChip.open(device)) {
                chips.add(new Chip(device, Optional.of(chip.info()), chip.lines(), Optional.empty()));
            } catch (LinuxException e) {
                if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENODEV && e.errno() != Errno.ENXIO) {
                    chips.add(new Chip(device, Optional.empty(), List.of(), Optional.ofNullable(e.getMessage())));
                }
            } catch (LinkageError e) {
                var problem = "JNA cannot load its native part: " + e.getMessage();
                chips.add(new Chip(device, Optional.empty(), List.of(), Optional.of(problem)));
            }
        }
        return chips;
    }

    /** Returns the kernel's name, {@code gpiochip0}. */
    String name() {
        return String.valueOf(device.getFileName());
    }

    /** Returns the driver's label; empty if there is none or it is not known. */
    String label() {
        return info.map(ChipInfo::label).orElse("");
    }

    /** Returns whether a word of the command line means this chip: its node, name, number or label. */
    boolean isCalled(String word) {
        return word.equals(name())
                || word.equals(device.toString())
                || ("gpiochip" + word).equals(name())
                || word.equals(label());
    }
}
