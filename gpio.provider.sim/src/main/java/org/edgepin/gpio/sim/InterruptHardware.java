// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.io.IOException;
import java.time.Instant;
import java.util.NavigableMap;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.Sensing;
import org.edgepin.gpio.board.HardwareEvents;

/**
 * A board that reports each edge. A level counts once it has lasted the debounce time of its pin:
 * then its edge is reported, and then it is what the pin reads as, as with the kernel's debounce.
 * Each change starts the time anew and the last one is always waited for, so the level that counts
 * in the end is the one that stays.
 *
 * <p>Guarded by the lock of the world.
 */
final class InterruptHardware extends SimHardware implements World.Watcher {

    private final World world;
    private final HardwareEvents events;
    private final long[] debounce = new long[Long.SIZE];
    private final long[] changedAt = new long[Long.SIZE];
    /** The inputs in use. */
    private long watched;
    /** The levels that count. */
    private long reported;
    /** The inputs that a timer runs for. */
    private long waiting;

    private boolean closed;

    InterruptHardware(World world, Twin twin, HardwareEvents events) {
        super(world, twin, events);
        this.world = world;
        this.events = events;
    }

    @Override
    public Sensing sensing(int pin) {
        return Sensing.INTERRUPT;
    }

    @Override
    long look() throws IOException {
        world.access();
        synchronized (world) {
            return (reported & watched) | (world.levels() & ~watched);
        }
    }

    @Override
    void use(NavigableMap<Integer, PinSettings> settings) {
        synchronized (world) {
            var before = watched;
            var wanted = before;
            for (var pin : settings.keySet()) {
                wanted &= ~(1L << pin);
                if (settings.get(pin) instanceof PinSettings.Input input) {
                    wanted |= 1L << pin;
                    debounce[pin] = input.debounce().toNanos();
                }
            }
            watched = before & wanted;
            world.configure(settings);
            watched = wanted;
            reported = (reported & before) | (world.levels() & ~before);
            // a shorter debounce time may be over already
            settings.keySet().forEach(this::judge);
        }
    }

    @Override
    public void settled(long changed, Instant time, long nanoTime) {
        for (var left = changed & watched; left != 0; left &= left - 1) {
            var pin = Long.numberOfTrailingZeros(left);
            changedAt[pin] = nanoTime;
            judge(pin, time, nanoTime);
        }
        sense(world.overpowered());
    }

    private void judge(int pin) {
        judge(pin, Instant.now(), System.nanoTime());
    }

    /** Reports an input whose level has lasted, or waits until it has. */
    private void judge(int pin, Instant time, long nanoTime) {
        var bit = 1L << pin;
        if (closed || ((reported ^ world.levels()) & watched & bit) == 0) {
            return;
        }
        var left = changedAt[pin] + debounce[pin] - nanoTime;
        if (left <= 0) {
            reported ^= bit;
            events.edge(pin, Edge.to(Circuit.level(reported, pin)), time, nanoTime);
        } else if ((waiting & bit) == 0) {
            waiting |= bit;
            world.after(left, () -> {
                waiting &= ~bit;
                judge(pin);
            });
        }
    }

    @Override
    public void failed(IOException cause) {
        events.failed(cause);
    }

    @Override
    public void close() {
        synchronized (world) {
            closed = true;
            world.unwatch(this);
        }
    }
}
