// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.buffer.EventBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one listener from a thread of its own, so that a slow listener delays and finally loses only
 * its own events, and a throwing one only the event at which it throws.
 *
 * <p>The queue is guarded by the lock of this object, which is never held while the listener runs.
 */
final class Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    /** A burst of 64 lines with 128 edges each; about a megabyte. */
    private static final int CAPACITY = 8192;

    /** A listener that throws at each edge must not flood the log. */
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final EdgeListener listener;
    private final EventBuffer queue;
    private final Thread thread;
    private volatile Predicate<GpioEvent> filter;
    private boolean closed;
    private boolean losing;
    private long lostBefore;
    private long defects;
    private long quietUntil = System.nanoTime();

    Subscription(EdgeListener listener, Predicate<GpioEvent> filter) {
        this(listener, filter, CAPACITY);
    }

    Subscription(EdgeListener listener, Predicate<GpioEvent> filter, int capacity) {
        this.listener = listener;
        this.filter = filter;
        this.queue = new EventBuffer(capacity, GapEvent.Place.LISTENER);
        this.thread =
                new Thread(this::deliver, "edges to " + listener.getClass().getName());
        thread.setDaemon(true);
        thread.start();
    }

    /** Changes what is queued from now on. */
    void filter(Predicate<GpioEvent> changed) {
        filter = changed;
    }

    /** Queues an event if the listener wants it. Never blocks. */
    void offer(GpioEvent event) {
        if (!filter.test(event)) {
            return;
        }
        synchronized (this) {
            if (closed) {
                return;
            }
            if (!queue.offer(event) && !losing) {
                losing = true;
                lostBefore = queue.lost() - 1;
                LOG.warn("{} is too slow: it loses edges from {} on", listener, event);
            }
            notifyAll();
        }
    }

    /** Returns how many events wait. */
    synchronized int waiting() {
        return queue.size();
    }

    /** Returns how many edges were lost so far. */
    synchronized long lost() {
        return queue.lost();
    }

    /** Takes no more events; what is queued is still delivered. */
    synchronized void end() {
        closed = true;
        notifyAll();
    }

    /** Waits until a subscription that has ended has delivered what was queued, but not for ever. */
    void await(long millis) {
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(Math.max(millis, 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("{} does not return from its last event; what was queued for it is lost", listener);
            thread.interrupt();
            synchronized (this) {
                while (queue.poll() != null) {
                    // what it would be told after its end
                }
            }
        }
    }

    private void deliver() {
        for (var event = next(); event != null; event = next()) {
            try {
                call(event);
            } catch (RuntimeException | LinkageError e) {
                complain(event, e);
            }
        }
    }

    private synchronized @Nullable GpioEvent next() {
        while (true) {
            var event = queue.poll();
            if (event != null) {
                return event;
            }
            if (losing) {
                losing = false;
                LOG.info("{} has caught up; it lost {} edges", listener, queue.lost() - lostBefore);
            }
            if (closed) {
                return null;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                // nobody but await() may end this thread, and it ends the queue first
                if (closed) {
                    return null;
                }
            }
        }
    }

    private void call(GpioEvent event) {
        if (event instanceof EdgeEvent edge) {
            listener.edge(edge);
        } else if (event instanceof GapEvent gap) {
            listener.gap(gap);
        } else if (event instanceof PinChange change) {
            listener.pinChanged(change);
        } else if (event instanceof BoardChange change) {
            listener.boardChanged(change);
        }
    }

    /** On the delivering thread only. */
    private void complain(GpioEvent event, Throwable defect) {
        defects++;
        if (System.nanoTime() - quietUntil >= 0) {
            quietUntil = System.nanoTime() + QUIET_NANOS;
            LOG.error("{} failed at {} ({} times so far)", listener, event, defects, defect);
        }
    }
}
