// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.live;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A service that may go and come back while whoever uses it runs on, as when the bundle that offers it
 * is updated. For the two methods of a dynamic reference. Thread-safe.
 */
public final class Present<S> {

    private @Nullable S service;
    private long goneAt = System.nanoTime();
    private boolean ended;

    /** It is there, in place of another one if there is one. */
    public synchronized void come(S coming) {
        service = coming;
        notifyAll();
    }

    /** It is not there any more, unless another one has come already. */
    public synchronized void go(S going) {
        if (service == going) {
            service = null;
            goneAt = System.nanoTime();
        }
    }

    public synchronized Optional<S> get() {
        return Optional.ofNullable(service);
    }

    /**
     * Returns it, or waits for it.
     *
     * @param patience counted from when it went, so that not each of many callers waits anew
     * @return empty if it was not there in time, or after {@link #end}
     */
    public synchronized Optional<S> await(Duration patience) {
        try {
            while (service == null && !ended) {
                var rest = patience.toNanos() - (System.nanoTime() - goneAt);
                if (rest <= 0) {
                    break;
                }
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(rest, 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.ofNullable(service);
    }

    /** Lets nobody wait any more. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }
}
