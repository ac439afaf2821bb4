// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import org.edgepin.gpio.PinId;

/**
 * Edges that a board has counted and that have not arrived. Most are on their way and here within a
 * millisecond; those that happened while nobody listened never come, and no later event tells so.
 * Not thread-safe.
 */
final class Stragglers {

    private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

    /**
     * @param sequence the newest number that the board has told
     * @param next the first number that had not arrived
     * @param due when to give up
     */
    private record Straggler(long sequence, long next, long due) {}

    private final Map<PinId, Straggler> stragglers = new HashMap<>();

    /** Expects the edges of a pin from {@code next} to {@code sequence}. */
    void expect(PinId pin, long sequence, long next) {
        stragglers.merge(
                pin,
                new Straggler(sequence, next, System.nanoTime() + PATIENCE_NANOS),
                (before, now) -> new Straggler(now.sequence(), before.next(), before.due()));
    }

    /** Returns after how many nanoseconds to look again; {@link Long#MAX_VALUE} if nothing is expected. */
    long pause() {
        var now = System.nanoTime();
        return stragglers.values().stream()
                .mapToLong(it -> Math.max(it.due() - now, 0))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * Gives up what has not come in time. Where some have come, the others may still be in a queue.
     *
     * @param next tells the number that a pin's next edge should have
     * @param giveUp is given a pin and the last number that will not come
     */
    void settle(ToLongFunction<PinId> next, BiConsumer<PinId, Long> giveUp) {
        var now = System.nanoTime();
        for (var entry : Map.copyOf(stragglers).entrySet()) {
            var straggler = entry.getValue();
            if (straggler.due() - now > 0) {
                continue;
            }
            stragglers.remove(entry.getKey());
            var arrived = next.applyAsLong(entry.getKey());
            if (arrived == straggler.next()) {
                giveUp.accept(entry.getKey(), straggler.sequence());
            } else if (arrived <= straggler.sequence()) {
                expect(entry.getKey(), straggler.sequence(), arrived);
            }
        }
    }
}
