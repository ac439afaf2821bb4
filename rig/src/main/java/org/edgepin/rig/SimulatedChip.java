// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** A GPIO chip of the module rig-gpio, from the side of the wires. Its lines are named GPIO0 and so on. */
public final class SimulatedChip implements AutoCloseable {

    private static final int CHIPS = 16;
    private static final AtomicInteger CREATED = new AtomicInteger();

    private final Path control = Sysfs.device("rig-gpio");
    private final int id;
    private final Path wires;
    private final Path device;

    private SimulatedChip(String label, int lines, String filter) {
        this.id = CREATED.getAndIncrement() % CHIPS;
        Sysfs.write(control.resolve("create"), id + " " + lines + " " + label + " " + filter);
        this.wires = Sysfs.device("rig-gpio." + id);
        String[] names = wires.toFile().list((dir, name) -> name.startsWith("gpiochip"));
        this.device = Path.of("/dev", Objects.requireNonNull(names)[0]);
    }

    /** Plugs in a chip: 1 to 64 lines, all open and low. */
    public static SimulatedChip plugIn(String label, int lines) {
        return new SimulatedChip(label, lines, "");
    }

    /** As {@link #plugIn}, with a debounce filter of the chip's own, which lets everything through. */
    public static SimulatedChip plugInWithFilter(String label, int lines) {
        return new SimulatedChip(label, lines, "debounce");
    }

    /** Returns the kernel's node for it. */
    public Path device() {
        return device;
    }

    /** Connects a line to ground. */
    public void low(int line) {
        apply(line, "low");
    }

    /** Connects a line to the supply. */
    public void high(int line) {
        apply(line, "high");
    }

    /** Lets go of a line. */
    public void open(int line) {
        apply(line, "open");
    }

    private void apply(int line, String level) {
        Sysfs.write(wires.resolve("outside"), line + " " + level);
    }

    /**
     * Toggles lines one after the other at full speed, each so many times. Returns when the kernel's
     * interrupt threads have seen all edges.
     */
    public void burst(long mask, int times) {
        Sysfs.write(wires.resolve("burst"), Long.toHexString(mask) + " " + times);
    }

    /**
     * What a voltmeter and an oscilloscope show.
     *
     * @param output whether the chip drives the line
     * @param bias none, pull-up or pull-down
     * @param drive push-pull, open-drain or open-source
     * @param changes how often the level has changed since the chip was plugged in
     * @param debounce how the chip's own filter is set, in µs
     */
    public record Line(boolean output, boolean high, String bias, String drive, long changes, int debounce) {}

    public Line line(int line) {
        String[] words = Sysfs.read(wires.resolve("state"))
                .lines()
                .skip(line)
                .findFirst()
                .orElseThrow()
                .split(" ", -1);
        return new Line(
                words[1].equals("out"),
                words[2].equals("1"),
                words[3],
                words[4],
                Long.parseLong(words[5]),
                Integer.parseInt(words[6]));
    }

    /** Unplugs the chip, whoever uses it. */
    @Override
    public void close() {
        Sysfs.write(control.resolve("remove"), Integer.toString(id));
    }
}
