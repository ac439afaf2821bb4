// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.Sensing;
import org.edgepin.gpio.board.HardwareEvents;
import org.edgepin.gpio.board.ScanLoop;

/** A board that has to be asked. */
final class PolledHardware extends SimHardware {

    private final World world;
    private final ScanLoop loop;
    private Map<Integer, Duration> watched = Map.of();
    private volatile Sensing sensing;

    PolledHardware(World world, String board, SimSettings settings, HardwareEvents events) {
        super(world, settings.twin(), events);
        this.world = world;
        sensing = new Sensing(settings.poll());
        loop = new ScanLoop(board, settings.poll(), this::sample, events);
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
        return sensing;
    }

    @Override
    long look() throws IOException {
        return loop.look();
    }

    /** Ends with a look, so that the pins' levels are known from now on. */
    @Override
    void use(NavigableMap<Integer, PinSettings> settings) throws IOException {
        world.configure(settings);
        var watching = new HashMap<>(watched);
        settings.forEach((pin, wanted) -> {
            if (wanted instanceof PinSettings.Input input) {
                watching.put(pin, input.debounce());
            } else {
                watching.remove(pin);
            }
        });
        watched = Map.copyOf(watching);
        loop.watch(watched);
        loop.look();
    }

    @Override
    public boolean accept(SimSettings settings) throws IOException {
        var accepted = super.accept(settings);
        if (accepted) {
            sensing = new Sensing(settings.poll());
            loop.period(settings.poll());
        }
        return accepted;
    }

    @Override
    public void close() {
        loop.close();
    }
}
