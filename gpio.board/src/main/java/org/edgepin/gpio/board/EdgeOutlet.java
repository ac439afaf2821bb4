// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.buffer.EventBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the edges of one board's pins and hands its events to the bus. While there is no bus it
 * keeps a bounded number of them. After the board's removal nothing comes any more. Thread-safe: one
 * lock makes the numbers and the order the same.
 */
public final class EdgeOutlet {

    /** The second that an update of the core takes, with a thousand edges on each of four pins. */
    private static final int CAPACITY = 4096;

    private static final Newest NONE = new Newest(0, Optional.empty());

    private final Map<PinId, Newest> newest = new HashMap<>();
    private final EventBuffer waiting;
    private @Nullable EdgeBus bus;
    private boolean removed;

    /** The newest edge of a pin: its number, 0 before the first, and when it happened. */
    record Newest(long sequence, Optional<Instant> time) {}

    public EdgeOutlet() {
        this(CAPACITY);
    }

    EdgeOutlet(int capacity) {
        waiting = new EventBuffer(capacity, GapEvent.Place.BOARD);
    }

    /** Hands what has waited, and everything from now on, to a bus. */
    public synchronized void bind(EdgeBus bus) {
        this.bus = bus;
        for (var event = waiting.poll(); event != null; event = waiting.poll()) {
            bus.publish(event);
        }
    }

    /** Lets events wait, unless another bus has been bound since. */
    public synchronized void unbind(EdgeBus bus) {
        if (this.bus == bus) {
            this.bus = null;
        }
    }

    synchronized void edge(PinId pin, Edge edge, Instant time, long nanoTime) {
        var sequence = newest(pin).sequence() + 1;
        newest.put(pin, new Newest(sequence, Optional.of(time)));
        publish(new EdgeEvent(pin, edge, time, nanoTime, sequence));
    }

    synchronized void lost(PinId pin, long count) {
        var before = newest(pin);
        var gap = new GapEvent(pin, before.sequence() + 1, count, GapEvent.Place.HARDWARE, Instant.now());
        newest.put(pin, new Newest(gap.next() - 1, before.time()));
        publish(gap);
    }

    synchronized void publish(GpioEvent event) {
        if (removed) {
            return;
        }
        removed = event instanceof BoardChange change && change.status().state() == BoardStatus.State.REMOVED;
        if (bus == null) {
            waiting.offer(event);
        } else {
            bus.publish(event);
        }
    }

    synchronized Newest newest(PinId pin) {
        return newest.getOrDefault(pin, NONE);
    }
}
