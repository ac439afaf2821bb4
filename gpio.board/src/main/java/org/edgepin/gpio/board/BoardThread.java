// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The one thread of a board, {@code board main}. What it is given runs in order, and what that throws
 * is logged. Any thread may give it something; only its own plans an attempt or drops it.
 */
final class BoardThread {

    private final String board;
    private final Logger log;
    private final ScheduledThreadPoolExecutor executor;
    private @Nullable Future<?> next;

    BoardThread(String board, Logger log) {
        this.board = board;
        this.log = log;
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "board " + board);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Runs a task after all that it was given before; not if it has ended. */
    void run(Runnable task) {
        try {
            executor.execute(guarded(task));
        } catch (RejectedExecutionException e) {
            log.debug("board {} is closing", board);
        }
    }

    /**
     * Answers a question after all that it was given before.
     *
     * @throws RejectedExecutionException if it has ended
     */
    <T> Future<T> ask(Callable<T> question) {
        return executor.submit(question);
    }

    /** Plans the one next attempt, in the place of another. */
    void later(Duration pause, Runnable attempt) {
        dropNext();
        try {
            next = executor.schedule(guarded(attempt), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("board {} is closing", board);
        }
    }

    /** Drops the planned attempt, if there is one. */
    void dropNext() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }

    /** Lets it end after what it was given, and waits for that; returns whether it has. */
    boolean end(Duration patience) {
        executor.shutdown();
        try {
            return executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The executor would keep what a task throws to itself. */
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                log.error("board {}: defect", board, e);
            }
        };
    }
}
