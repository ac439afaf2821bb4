// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig;

import java.nio.file.Path;

/**
 * The SPI chip of the module rig-spi, from the side of the wires. It sends back what it receives,
 * unless a {@link SimulatedFpga} has its place.
 */
public final class SimulatedSpi {

    /** The kernel's node for it. */
    public static final Path DEVICE = Path.of("/dev/spidev0.0");

    /**
     * What a logic analyser shows of the last transfer.
     *
     * @param mode clock polarity and phase, and flags as in linux/spi/spi.h
     */
    public record Transfer(int mode, int bitsPerWord, int hz, int bytes) {}

    private static final Path WIRES = Sysfs.device("rig-spi");

    public static Transfer last() {
        String[] words = Sysfs.read(WIRES.resolve("last")).split(" ", -1);
        return new Transfer(
                Integer.decode(words[0]),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]));
    }

    /** Returns how often the chip was selected. */
    public static long messages() {
        return Long.parseLong(Sysfs.read(WIRES.resolve("messages")));
    }

    private SimulatedSpi() {}
}
