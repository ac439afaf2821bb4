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
 *
 * <p>Samples are taken one after another, under a lock that the other methods do not take. It is the
 * outer one of any lock that {@link Scan} takes: whoever calls {@link #look()} must not hold that.
 */
public final class ScanLoop implements AutoCloseable {

    /** One look at all inputs. */
    @FunctionalInterface
    public interface Scan {
        /** Returns the levels, bit n that of pin n, set for {@link Level#HIGH}. */
        long sample() throws IOException;
    }

    /** The time and the way to let it go by. */
    interface Clock {

        Clock SYSTEM = new Clock() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void park(long nanos) {
                LockSupport.parkNanos(this, nanos);
            }
        };

        long nanoTime();

        /** Waits, unless the thread is unparked or wakes up without a reason. */
        void park(long nanos);
    }

    private final Scan scan;
    private final HardwareEvents events;
    private final Clock clock;
    private final LevelFilter filter;
    private final Object sampling = new Object();
    private final Thread thread;
    private volatile long periodNanos;
    private volatile LevelFilter.Watch watched = LevelFilter.Watch.NOTHING;
    private volatile boolean closed;

    /**
     * Starts the thread {@code scan <board>}.
     *
     * @param scan is called on that thread; the loop ends with its first failure, which is reported
     */
    public ScanLoop(String board, Duration period, Scan scan, HardwareEvents events) {
        this(board, period, scan, events, Clock.SYSTEM);
    }

    ScanLoop(String board, Duration period, Scan scan, HardwareEvents events, Clock clock) {
        this.scan = scan;
        this.events = events;
        this.clock = clock;
        this.filter = new LevelFilter(events);
        this.periodNanos = positive(period);
        this.thread = new Thread(this::run, "scan " + board);
        thread.setDaemon(true);
        thread.start();
    }

    private static long positive(Duration period) {
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("period must be positive: " + period);
        }
        return period.toNanos();
    }

    /** Changes the time between two looks. The next one comes at once. */
    public void period(Duration period) {
        periodNanos = positive(period);
        LockSupport.unpark(thread);
    }

    /**
     * Changes the pins to look at. The first look at a pin only learns its level; those that are
     * watched already are not disturbed. A sample that is being taken does not count for the others.
     *
     * @param debounceOf the pins, 0 to 63, and how long a level of each must last to be reported
     */
    public synchronized void watch(Map<Integer, Duration> debounceOf) {
        watched = watched.next(debounceOf);
    }

    /**
     * Looks now, as if the time had come, on the caller's thread. So whoever is told a level is told
     * the edges that lead to it and away from it.
     *
     * @return the levels, bit n that of pin n: for a watched pin the one that counts, see {@link
     *     #watch}; for the others as sampled
     */
    public long look() throws IOException {
        synchronized (sampling) {
            var watching = watched;
            var sample = scan.sample();
            return filter.look(watching, sample, Instant.now(), clock.nanoTime());
        }
    }

    /** Ends the loop and waits until it has ended, unless it is the caller. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        if (Thread.currentThread() == thread) {
            return;
        }
        var interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // whoever closes the hardware next must not do so under a running sample
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            var period = periodNanos;
            var due = clock.nanoTime();
            while (!closed) {
                look();
                if (period != periodNanos) {
                    period = periodNanos;
                    due = clock.nanoTime();
                }
                due = after(due, clock.nanoTime(), period);
                sleepUntil(due, period);
            }
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException | LinkageError e) {
            fail(new IOException("defect: " + e, e));
        }
    }

    /** The first time after now that is a whole number of periods after the last one. */
    private static long after(long due, long now, long period) {
        return due + period * ((now - due) / period + 1);
    }

    private void sleepUntil(long due, long period) {
        for (var left = due - clock.nanoTime();
                left > 0 && !closed && period == periodNanos;
                left = due - clock.nanoTime()) {
            clock.park(left);
        }
    }

    private void fail(IOException cause) {
        if (!closed) {
            events.failed(cause);
        }
    }
}
