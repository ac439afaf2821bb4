// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A board's chip and all that is connected to it. It is there as long as the board is configured,
 * open or not: scripts go on while the board is away, and outputs keep their levels. The chip has
 * power for as long as the Java process runs: another world of the same board finds it as it was left.
 *
 * <p>Thread-safe by one lock, which is held only for a moment. The watcher is told under it, so in
 * the order of the changes. Scripts and timers run on one thread, {@code sim main}.
 */
final class World implements AutoCloseable {

    /** Is told about the pins, under the lock of the world. Must not block. */
    interface Watcher {

        /**
         * Something was done to the pins.
         *
         * @param changed those that have another level now, bit n that of pin n
         */
        void settled(long changed, Instant time, long nanoTime);

        /** The board does not answer any more. */
        void failed(IOException cause);
    }

    private static final Logger LOG = LoggerFactory.getLogger(World.class);

    /** System properties are the one memory that outlives a bundle and not the process. */
    private static final String CHIP = "org.edgepin.gpio.sim.chip.";

    private static final Duration SLOW = Duration.ofMillis(500);

    private final String board;
    private final ScheduledThreadPoolExecutor clock;
    private final Map<Integer, Playback> playing = new HashMap<>();
    private Circuit circuit = new Circuit(Twin.RPI.size(), Twin.RPI.powerOn());
    private @Nullable SimSettings settings;
    private @Nullable Watcher watcher;
    private BoardFault fault = BoardFault.NONE;
    private boolean closed;

    /** A script in its course. */
    private final class Playback implements Runnable {

        private final int pin;
        private final Iterator<Script.Step> steps;
        private final long start = System.nanoTime();
        private Script.Step step;
        private Optional<Future<?>> waiting = Optional.empty();

        Playback(int pin, Script script) {
            this.pin = pin;
            steps = script.steps();
            step = steps.next();
            if (step.nanos() == 0) {
                circuit.outside(pin, step.outside());
                await();
            } else {
                circuit.outside(pin, Outside.OPEN);
                waiting = later();
            }
        }

        /** A late step is made late, not left out; the next one comes at its proper time. */
        @Override
        public void run() {
            if (playing.get(pin) == this) {
                circuit.outside(pin, step.outside());
                settle();
                await();
            }
        }

        private void await() {
            if (steps.hasNext()) {
                step = steps.next();
                waiting = later();
            }
        }

        private Optional<Future<?>> later() {
            return after(start + step.nanos() - System.nanoTime(), this);
        }

        void stop() {
            waiting.ifPresent(it -> it.cancel(false));
        }
    }

    World(String board) {
        this.board = board;
        clock = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "sim " + board);
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
    }

    /** Makes the world differ from before only where the settings do. */
    synchronized void apply(SimSettings wanted) {
        var before = settings;
        if (before == null || before.twin() != wanted.twin()) {
            plugIn(wanted.twin(), before == null);
            before = null;
        }
        settings = wanted;
        circuit.wire(wanted.wires());
        for (var pin = 0; pin < wanted.twin().size(); pin++) {
            if (before == null || !wanted.script(pin).equals(before.script(pin))) {
                play(pin, wanted.script(pin));
            }
            if (before == null || wanted.pinFault(pin) != before.pinFault(pin)) {
                circuit.fault(pin, wanted.pinFault(pin));
            }
        }
        settle();
        if (before == null || wanted.fault() != before.fault()) {
            fault(wanted.fault());
        }
    }

    private void plugIn(Twin twin, boolean leftBehind) {
        playing.values().forEach(Playback::stop);
        playing.clear();
        var chip = System.getProperty(CHIP + board, "");
        var type = twin + ": ";
        circuit = new Circuit(
                twin.size(),
                leftBehind && chip.startsWith(type)
                        ? Registers.parse(chip.substring(type.length())).orElseGet(twin::powerOn)
                        : twin.powerOn());
    }

    /** Lets the outside world do something else to a pin, until the pin's line in the configuration changes. */
    synchronized void outside(int pin, Script script) {
        play(pin, script);
        settle();
    }

    private void play(int pin, Script script) {
        var before = playing.remove(pin);
        if (before != null) {
            before.stop();
        }
        playing.put(pin, new Playback(pin, script));
    }

    /** Breaks or mends a pin, until its line in the configuration changes. */
    synchronized void fault(int pin, PinFault wanted) {
        circuit.fault(pin, wanted);
        settle();
    }

    /** Breaks or mends the board, until its line in the configuration changes. */
    synchronized void fault(BoardFault wanted) {
        fault = wanted;
        if (wanted == BoardFault.AWAY && watcher != null) {
            watcher.failed(away());
        }
    }

    private static IOException away() {
        return new IOException("simulated fault away, as if unplugged");
    }

    /** Lets time pass as an access to the board does. */
    void access() throws IOException {
        var left = latency().toNanos();
        var until = System.nanoTime() + left;
        var interrupted = false;
        while (left > 0) {
            LockSupport.parkNanos(this, left);
            interrupted |= Thread.interrupted();
            left = until - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        answer();
    }

    private synchronized Duration latency() throws IOException {
        answer();
        return fault == BoardFault.SLOW || settings == null ? SLOW : settings.latency();
    }

    private synchronized void answer() throws IOException {
        if (fault == BoardFault.AWAY) {
            throw away();
        }
    }

    /** Tells somebody about the pins, instead of whoever was told before. */
    synchronized void watch(Watcher watching) {
        watcher = watching;
    }

    /** Ends what {@link #watch} began; afterwards that one is told nothing. */
    synchronized void unwatch(Watcher watching) {
        if (watcher == watching) {
            watcher = null;
        }
    }

    synchronized void configure(NavigableMap<Integer, PinSettings> pins) {
        circuit.configure(pins);
        settle();
    }

    synchronized void drive(Map<Integer, Level> levels) {
        circuit.drive(levels);
        settle();
    }

    /** Returns how many pins there are, numbered from 0; none before there are settings. */
    synchronized int size() {
        return settings == null ? 0 : settings.twin().size();
    }

    synchronized Level level(int pin) {
        return circuit.level(pin);
    }

    synchronized long levels() {
        return circuit.levels();
    }

    synchronized Optional<Level> driven(int pin) {
        return circuit.isOutput(pin) ? Optional.of(circuit.driven(pin)) : Optional.empty();
    }

    /** Returns the outputs that do not have the level they are driven to. */
    synchronized long overpowered() {
        return circuit.overpowered();
    }

    private void settle() {
        var changed = circuit.settle();
        if (watcher != null) {
            watcher.settled(changed, Instant.now(), System.nanoTime());
        }
    }

    /**
     * Runs something in a while, under the lock.
     *
     * @return how to cancel it; empty if the world is closed
     */
    synchronized Optional<Future<?>> after(long nanos, Runnable task) {
        return closed ? Optional.empty() : Optional.of(clock.schedule(() -> run(task), nanos, TimeUnit.NANOSECONDS));
    }

    /** A defect must not end a script in silence. */
    private synchronized void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("simulation of {}: defect", board, e);
        }
    }

    /** Ends the thread. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            clock.shutdownNow();
            if (settings != null) {
                System.setProperty(CHIP + board, settings.twin() + ": " + circuit.registers());
            }
        }
        try {
            clock.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
