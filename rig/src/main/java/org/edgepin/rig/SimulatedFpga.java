// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig;

import java.nio.file.Path;

/**
 * The FPGA of a MATRIX board in the place of the SPI chip of the module rig-spi, from the side of the
 * wires; nothing pulls at a pin that is left open, it keeps its level. There is one, freshly
 * programmed, from the constructor on until {@link #close}; then the chip is what {@link
 * SimulatedSpi} says.
 */
public final class SimulatedFpga implements AutoCloseable {

    public static final int CREATOR = 0x05C344E8;
    public static final int VOICE = 0x6032BAD2;

    /** The kernel's node for it, besides {@link SimulatedSpi#DEVICE}. */
    public static final Path REGMAP = Path.of("/dev/matrixio_regmap");

    private static final Path WIRES = Sysfs.device("rig-spi");
    private static final int PINS = 16;

    /**
     * What it has in its registers.
     *
     * @param direction 1 is an output
     * @param pins what a voltmeter shows
     * @param function 1 is PWM
     * @param changes how often a pin changed its level
     */
    public record Registers(int direction, int latch, int pins, int function, long changes) {}

    public SimulatedFpga(int identify) {
        identify(identify);
        reset();
        comeBack();
    }

    /** Lets it identify itself as something. */
    public void identify(int identify) {
        Sysfs.write(WIRES.resolve("identify"), Integer.toHexString(identify));
    }

    /** Programs it anew. */
    public void reset() {
        Sysfs.write(WIRES.resolve("reset"), "1");
    }

    /** Takes it away; it keeps its registers. */
    public void goAway() {
        Sysfs.write(WIRES.resolve("chip"), "none");
    }

    public void comeBack() {
        Sysfs.write(WIRES.resolve("chip"), "fpga");
    }

    /** Connects a pin to ground. */
    public void low(int pin) {
        Sysfs.write(WIRES.resolve("outside"), pin + " low");
    }

    /** Connects a pin to the supply. */
    public void high(int pin) {
        Sysfs.write(WIRES.resolve("outside"), pin + " high");
    }

    /** Lets go of a pin. */
    public void open(int pin) {
        Sysfs.write(WIRES.resolve("outside"), pin + " open");
    }

    public Registers registers() {
        String[] words = Sysfs.read(WIRES.resolve("registers")).split(" ", -1);
        return new Registers(
                Integer.decode(words[0]),
                Integer.decode(words[1]),
                Integer.decode(words[2]),
                Integer.decode(words[3]),
                Long.parseLong(words[4]));
    }

    /** Lets go of all pins, and puts the loopback in its place. */
    @Override
    public void close() {
        for (int pin = 0; pin < PINS; pin++) {
            open(pin);
        }
        Sysfs.write(WIRES.resolve("chip"), "loopback");
    }
}
