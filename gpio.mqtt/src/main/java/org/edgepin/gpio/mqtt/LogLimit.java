// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Lets one line of each kind into the log in a minute, and counts the others. Thread-safe. */
final class LogLimit {

    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final class Kind {
        private long quietUntil;
        private long silent;
    }

    private final Map<String, Kind> kinds = new HashMap<>();

    /**
     * Asks whether a line may be logged.
     *
     * @param kind one of a few
     * @return how many of that kind were silent before; empty if this one must be silent too
     */
    synchronized OptionalLong silentBefore(String kind) {
        var now = System.nanoTime();
        var it = kinds.get(kind);
        if (it == null) {
            it = new Kind();
            kinds.put(kind, it);
        } else if (now - it.quietUntil < 0) {
            it.silent++;
            return OptionalLong.empty();
        }
        var silent = it.silent;
        it.silent = 0;
        it.quietUntil = now + QUIET_NANOS;
        return OptionalLong.of(silent);
    }
}
