// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.io.IOException;
import java.util.NavigableMap;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.Sensing;
import org.edgepin.gpio.board.HardwareEvents;
import org.edgepin.gpio.board.PolledPins;

/** A board that has to be asked. */
final class PolledHardware extends SimHardware {

    private final World world;
    private final PolledPins pins;

    PolledHardware(World world, String board, SimSettings settings, HardwareEvents events) {
        super(world, settings.twin(), events);
        this.world = world;
        pins = new PolledPins(board, settings.poll(), this::sample, events);
    }

    private long sample() throws IOException {
        world.access();
        synchronized (world) {
            sense(world.overpowered());
            return world.levels();
        }
    }

    @Override
    public Sensing sensing(int pin) {
        return pins.sensing();
    }

    @Override
    long look() throws IOException {
        return pins.look();
    }

    @Override
    void use(NavigableMap<Integer, PinSettings> settings) throws IOException {
        world.configure(settings);
        pins.use(settings);
    }

    @Override
    public boolean accept(SimSettings settings) throws IOException {
        var accepted = super.accept(settings);
        if (accepted) {
            pins.period(settings.poll());
        }
        return accepted;
    }

    @Override
    public void close() {
        pins.close();
    }
}
