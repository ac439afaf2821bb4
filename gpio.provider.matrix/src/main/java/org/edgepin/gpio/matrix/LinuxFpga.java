// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.edgepin.linux.GpioChip;
import org.edgepin.linux.LineInfo;
import org.edgepin.linux.LinuxException;

/** Finds the way to the FPGA in this machine. */
final class LinuxFpga {

    static final String SPI = "/dev/spidev0.0";
    static final String REGMAP = "/dev/matrixio_regmap";

    /** As the maker's own library tries them; where the module is loaded, there is no spidev. */
    private static final List<String> USUAL = List.of(SPI, REGMAP);

    /** The GPIO chip of the maker's kernel module matrixio-gpio. */
    private static final String BROKEN = "matrixio-gpio";

    private LinuxFpga() {}

    /**
     * Opens the way.
     *
     * @param device the node that is configured; empty to try the usual ones
     */
    static Fpga open(Optional<String> device) throws IOException {
        refuseTheKernelsLines();
        var problems = new ArrayList<String>();
        for (var node : device.map(List::of).orElse(USUAL)) {
            try {
                return node.contains("regmap") ? new RegmapFpga(Path.of(node)) : new SpiFpga(Path.of(node));
            } catch (LinuxException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        throw new IOException(String.join("; ", problems));
    }

    /**
     * That module reads what happens to be on its stack, and writes it back: whoever uses one of its
     * lines changes any of the 16 pins.
     */
    private static void refuseTheKernelsLines() throws IOException {
        Optional<GpioChip> found;
        try {
            found = GpioChip.withLabel(BROKEN);
        } catch (LinuxException e) {
            // may not look at the chips; nothing here needs them
            return;
        }
        if (found.isEmpty()) {
            return;
        }
        try (var chip = found.get()) {
            var held = chip.lines().stream().filter(LineInfo::used).toList();
            if (!held.isEmpty()) {
                throw new IOException("somebody uses " + chip.info().device() + " [" + BROKEN
                        + "], whose driver moves all 16 pins at random: " + holders(held)
                        + "; end that, or unload the module matrixio-gpio");
            }
        }
    }

    private static String holders(List<LineInfo> held) {
        return held.stream()
                .map(it -> "line " + it.offset() + " is held by \"" + it.consumer() + "\"")
                .collect(Collectors.joining(", "));
    }
}
