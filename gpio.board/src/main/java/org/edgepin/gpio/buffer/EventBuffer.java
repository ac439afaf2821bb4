// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.buffer;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of events that forgets nothing silently. When it is full the oldest event goes: an
 * edge becomes part of a gap, and of several changes of one pin or board the last one stays. What
 * has gone is told before the next event, so the order within a pin holds.
 *
 * <p>Besides the bound it holds at most one gap and one change for each pin. Not thread-safe.
 */
public final class EventBuffer {

    private final int capacity;
    private final GapEvent.Place place;
    private final Queue<GpioEvent> events = new ArrayDeque<>();
    private final Map<PinId, GapEvent> gaps = new LinkedHashMap<>();
    private final Map<Object, GpioEvent> changes = new LinkedHashMap<>();
    private long lost;

    /**
     * @param capacity how many events it holds, at least 1
     * @param place what the gaps give as the place of the loss
     */
    public EventBuffer(int capacity, GapEvent.Place place) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
        }
        this.capacity = capacity;
        this.place = place;
    }

    /**
     * Adds an event.
     *
     * @return whether it fitted without the loss of an edge
     */
    public boolean offer(GpioEvent event) {
        var lostBefore = lost;
        if (events.size() == capacity) {
            displace(events.remove());
        }
        events.add(event);
        return lost == lostBefore;
    }

    /** Takes the oldest event, or the account of what went before it; null if there is none. */
    public @Nullable GpioEvent poll() {
        if (!gaps.isEmpty()) {
            return removeFirst(gaps);
        }
        if (!changes.isEmpty()) {
            return removeFirst(changes);
        }
        return events.poll();
    }

    public boolean isEmpty() {
        return events.isEmpty() && gaps.isEmpty() && changes.isEmpty();
    }

    /** Returns how many edges were lost here since the beginning. */
    public long lost() {
        return lost;
    }

    private void displace(GpioEvent event) {
        if (event instanceof EdgeEvent edge) {
            lost++;
            lose(new GapEvent(edge.pin(), edge.sequence(), 1, place, Instant.now()));
        } else if (event instanceof GapEvent gap) {
            lose(gap);
        } else if (event instanceof PinChange change) {
            replace(change.pin(), change);
        } else if (event instanceof BoardChange change) {
            replace(change.board(), change);
        }
    }

    /** The gaps of a pin that go one after another are neighbours, so one gap covers them. */
    private void lose(GapEvent gap) {
        gaps.merge(
                gap.pin(),
                gap,
                (before, after) -> new GapEvent(
                        after.pin(), before.first(), before.count() + after.count(), after.place(), after.time()));
    }

    private void replace(Object what, GpioEvent change) {
        changes.remove(what);
        changes.put(what, change);
    }

    private static <E extends GpioEvent> E removeFirst(Map<?, E> map) {
        var values = map.values().iterator();
        var first = values.next();
        values.remove();
        return first;
    }
}
