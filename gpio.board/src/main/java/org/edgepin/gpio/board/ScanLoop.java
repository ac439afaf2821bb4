// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.edgepin.gpio.Level;

/**
 * Looks at inputs that cannot report by themselves: one sample in each period, counted from the
 * start so that it does not drift. A sample that takes longer than the period costs the looks it has
 * overrun, and the next one comes at its proper time. Each edge has the time of the sample that saw
 * it; a pulse that fits between two samples is not seen and leaves no gap, see {@link
 * org.edgepin.gpio.Sensing}.
 *
 * <p>A pin's level counts once it has lasted its debounce time in samples. As the loop goes on
 * looking, what is reported last is always the level that stays.
 */
public final class ScanLoop implements AutoCloseable {

    /** One look at all inputs. */
    @FunctionalInterface
    public interface Scan {
        /** Returns the levels, bit n that of pin n, set for {@link Level#HIGH}. */
        long sample() throws IOException;
    }

    private final Scan scan;
    private final HardwareEvents events;
    private final Thread thread;
    private volatile long periodNanos;
    private volatile Map<Integer, Duration> watched = Map.of();
    private volatile boolean closed;

    /**
     * Starts the thread {@code scan <board>}.
     *
     * @param scan is called on that thread; the loop ends with its first failure, which is reported
     */
    public ScanLoop(String board, Duration period, Scan scan, HardwareEvents events) {
        this.scan = scan;
        this.events = events;
        this.periodNanos = period.toNanos();
        this.thread = new Thread(this::run, "scan " + board);
        thread.setDaemon(true);
        thread.start();
    }

    /** Changes the time between two looks. */
    public void period(Duration period) {
        periodNanos = period.toNanos();
        LockSupport.unpark(thread);
    }

    /** Changes the pins to look at. The first look at a pin only learns its level. */
    public void watch(Map<Integer, Duration> debounceOf) {
        watched = Map.copyOf(debounceOf);
    }

    /** Ends the loop and waits until it has ended, unless it is the caller. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        if (Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        var filter = new LevelFilter(events);
        var period = periodNanos;
        var due = System.nanoTime();
        try {
            while (!closed) {
                var sample = scan.sample();
                filter.look(watched, sample, Instant.now(), System.nanoTime());
                if (period != periodNanos) {
                    period = periodNanos;
                    due = System.nanoTime();
                }
                var late = System.nanoTime() - due;
                due += period * (late / period + 1);
                sleepUntil(due, period);
            }
        } catch (IOException e) {
            if (!closed) {
                events.failed(e);
            }
        }
    }

    private void sleepUntil(long due, long period) {
        for (var left = due - System.nanoTime();
                left > 0 && !closed && period == periodNanos;
                left = due - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }
}
