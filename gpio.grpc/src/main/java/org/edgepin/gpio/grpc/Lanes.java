// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what may take its time, for all servers of this bundle: what is in one lane one after another
 * and in order, what is in different lanes beside each other. Each board has a lane: one that does not
 * answer holds up the calls to itself and no others, and nothing comes between the two halves of a
 * toggle. Thread-safe; one lock, under which nothing is called.
 */
@Component(service = Lanes.class)
public final class Lanes {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    /** Besides them, boards that hang at the same time share a lane for want of a thread. */
    private static final int THREADS = 8;

    /** What may wait in a lane; a client gets an answer for the rest at once. */
    static final int WAITING = 1_000;

    /** After so many, others that wait for a thread have their turn. */
    private static final int TURN = 64;

    private final ThreadPoolExecutor threads;
    private final Map<String, Queue<Runnable>> lanes = new HashMap<>();

    @Activate
    public Lanes() {
        var count = new AtomicInteger();
        threads = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            var thread = new Thread(task, "grpc calls " + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Does something in a lane, when what is in it already is done.
     *
     * @return whether it will be done; not if too much waits there, or at the end
     */
    boolean submit(String lane, Runnable task) {
        synchronized (lanes) {
            if (threads.isShutdown()) {
                return false;
            }
            var waiting = lanes.get(lane);
            if (waiting != null) {
                return waiting.size() < WAITING && waiting.add(task);
            }
            var queue = new ArrayDeque<Runnable>();
            queue.add(task);
            lanes.put(lane, queue);
        }
        execute(() -> work(lane));
        return true;
    }

    /** Does something soon, that does not block. */
    void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("not done, as the bundle stops", e);
        }
    }

    /** The lane is in the map as long as somebody works in it. */
    private void work(String lane) {
        for (var turn = 0; turn < TURN; turn++) {
            var task = next(lane);
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a gRPC call failed", e);
            }
        }
        execute(() -> work(lane));
    }

    private @Nullable Runnable next(String lane) {
        synchronized (lanes) {
            var queue = lanes.get(lane);
            var task = queue == null ? null : queue.poll();
            if (task == null) {
                lanes.remove(lane);
            }
            return task;
        }
    }

    /** What is under way goes on until its board answers. */
    @Deactivate
    void deactivate() {
        threads.shutdown();
    }
}
