// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.io.IOException;
import java.time.Duration;
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
import org.edgepin.gpio.board.OutputCheck;

/** The driver's view of a simulated board; how it comes to know of changes is left to the two kinds. */
abstract class SimHardware implements Hardware<SimSettings> {

    private final World world;
    private final Twin twin;
    private final OutputCheck check;

    SimHardware(World world, Twin twin, HardwareEvents events) {
        this.world = world;
        this.twin = twin;
        this.check = new OutputCheck(events, Duration.ZERO);
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
        return check.problem(pin, driven(pin));
    }

    /** Reports the outputs that have come to differ from what they are driven to, or no longer do. */
    final void sense(long overpoweredNow) {
        check.report(overpoweredNow);
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
