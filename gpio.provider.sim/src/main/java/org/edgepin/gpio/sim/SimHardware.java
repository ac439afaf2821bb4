// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.board.Hardware;
import org.edgepin.gpio.board.HardwareEvents;

/** The driver's view of a simulated board; how it comes to know of changes is left to the two kinds. */
abstract class SimHardware implements Hardware<SimSettings> {

    private final World world;
    private final HardwareEvents events;
    private final Twin twin;
    /** The outputs that do not have the level they are driven to, as bits. */
    private volatile long overpowered;

    SimHardware(World world, Twin twin, HardwareEvents events) {
        this.world = world;
        this.twin = twin;
        this.events = events;
    }

    /** Returns the levels that count now, bit n that of pin n. */
    abstract long look() throws IOException;

    /** Gives pins new settings. */
    abstract void use(NavigableMap<Integer, PinSettings> settings) throws IOException;

    @Override
    public String model() {
        return twin.model();
    }

    @Override
    public String location() {
        return "memory";
    }

    @Override
    public Map<Integer, GpioException> configure(NavigableMap<Integer, PinSettings> settings) throws IOException {
        world.access();
        use(settings);
        return Map.of();
    }

    @Override
    public Map<Integer, Level> read(Set<Integer> pins) throws IOException {
        var sample = look();
        var levels = new HashMap<Integer, Level>();
        pins.forEach(pin -> levels.put(pin, Circuit.level(sample, pin)));
        return levels;
    }

    @Override
    public void write(Map<Integer, Level> levels) throws IOException {
        world.access();
        world.drive(levels);
    }

    @Override
    public Optional<Level> driven(int pin) {
        return world.driven(pin);
    }

    @Override
    public Optional<String> problem(int pin) {
        if ((overpowered >>> pin & 1) == 0) {
            return Optional.empty();
        }
        return driven(pin).map(level -> "driven " + level + ", sensed " + level.inverse());
    }

    /** Reports the outputs that have come to differ from what they are driven to, or no longer do. */
    final void sense(long overpoweredNow) {
        var changed = overpowered ^ overpoweredNow;
        overpowered = overpoweredNow;
        for (; changed != 0; changed &= changed - 1) {
            events.changed(Long.numberOfTrailingZeros(changed));
        }
    }

    @Override
    public boolean accept(SimSettings settings) throws IOException {
        if (settings.twin() != twin) {
            return false;
        }
        world.apply(settings);
        world.access();
        return true;
    }
}
