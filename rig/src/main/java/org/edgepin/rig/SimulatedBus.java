// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An SMBus of the module rig-smbus with an I/O expander at {@link #EXPANDER}, a memory of one block at
 * {@link #MEMORY} and one of 256 bytes at {@link #EEPROM}, from the side of the wires. The chips keep
 * their power when the adapter is unplugged.
 */
public final class SimulatedBus implements AutoCloseable {

    public static final int EXPANDER = 0x27;
    public static final int MEMORY = 0x50;
    public static final int EEPROM = 0x51;

    private static final int BUSES = 8;
    private static final AtomicInteger CREATED = new AtomicInteger();

    private final Path control = Sysfs.device("rig-smbus");
    private final int id;
    private final Path wires;

    /** Switches on the chips; there is no adapter yet. */
    public SimulatedBus() {
        this.id = CREATED.getAndIncrement() % BUSES;
        Sysfs.write(control.resolve("create"), Integer.toString(id));
        this.wires = Sysfs.device("rig-smbus." + id);
    }

    /** Plugs in the adapter under a number. */
    public void plugIn(int number, String name) {
        Sysfs.write(wires.resolve("adapter"), number + " " + name);
    }

    /** Plugs in the adapter under the next free number, and returns that. */
    public int plugIn(String name) {
        plugIn(-1, name);
        return Integer.parseInt(Sysfs.read(wires.resolve("adapter")));
    }

    /** As {@link #plugIn(String)}, an adapter for plain I2C; {@link #MEMORY} does not answer it. */
    public int plugInPlain(String name) {
        Sysfs.write(wires.resolve("plain"), "1");
        return plugIn(name);
    }

    /** Unplugs the adapter, whoever uses it. */
    public void unplug() {
        Sysfs.write(wires.resolve("adapter"), "none");
    }

    /** Connects these pins of the expander to ground and no others; bits 8 to 15 are its port 1. */
    public void holdLow(int mask) {
        Sysfs.write(wires.resolve("held_low"), Integer.toString(mask));
    }

    /** Returns the expander's registers 0 to 7, as in {@code ff ff ff ff 00 00 ff ff} after power on. */
    public String registers() {
        return Sysfs.read(wires.resolve("registers"));
    }

    /** Takes the expander's power away and gives it back. */
    public void powerCycle() {
        Sysfs.write(wires.resolve("power_cycle"), "1");
    }

    /**
     * Lets each transfer fail.
     *
     * @param errno as of {@code org.edgepin.linux.Errno}; 0 to let them succeed again
     */
    public void fail(int errno) {
        Sysfs.write(wires.resolve("error"), Integer.toString(errno));
    }

    /** Makes each transfer take so long. */
    public void slowDown(Duration transfer) {
        Sysfs.write(wires.resolve("delay_us"), Long.toString(TimeUnit.MICROSECONDS.convert(transfer)));
    }

    /** Returns how many transfers there have been, failed ones too. */
    public long transfers() {
        return counter("transfers");
    }

    /** Returns how often a register of the expander was written. */
    public long writes() {
        return counter("writes");
    }

    /** Returns how often the level of a pin of the expander changed. */
    public long changes() {
        return counter("changes");
    }

    private long counter(String name) {
        return Long.parseLong(Sysfs.read(wires.resolve(name)));
    }

    /** Unplugs the adapter, whoever uses it, and switches off the chips. */
    @Override
    public void close() {
        Sysfs.write(control.resolve("remove"), Integer.toString(id));
    }
}
