// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GapEvent.Place;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.PinId;

/**
 * Sees to it that each number of a pin's edges goes on once, as an edge or within a gap, also where
 * this bundle was not there to be told of it. Not thread-safe.
 */
final class Series {

    private final Map<PinId, Long> next;
    private final Map<PinId, Declared> declared = new HashMap<>();

    /** Pins whose board is gone: their next number is the next one still, or one of a new series. */
    private final Set<PinId> ending = new HashSet<>();

    /** Edges that were given up: they are lost, even if they come after all. */
    private record Declared(long next, long nanoTime) {}

    /** @param next for pins that were told of before, the number to go on with; 1 for the others */
    Series(Map<PinId, Long> next) {
        this.next = new HashMap<>(next);
    }

    /** Returns the number that the pin's next edge should have. */
    long next(PinId pin) {
        return next.getOrDefault(pin, 1L);
    }

    /** Returns the numbers to go on with. */
    Map<PinId, Long> all() {
        return new HashMap<>(next);
    }

    /** Returns the event and the gap before it, if there is one; nothing if it has been told already. */
    List<GpioEvent> admit(GpioEvent event) {
        if (event instanceof EdgeEvent edge) {
            if (late(edge)) {
                return List.of();
            }
            return admit(edge.pin(), edge.sequence(), edge.sequence() + 1, edge);
        }
        if (event instanceof GapEvent gap) {
            var given = declared.get(gap.pin());
            if (given != null && gap.next() <= given.next()) {
                return List.of();
            }
            if (given != null && gap.first() < given.next() && given.next() == next(gap.pin())) {
                return admit(new GapEvent(gap.pin(), given.next(), gap.next() - given.next(), gap.place(), gap.time()));
            }
            return admit(gap.pin(), gap.first(), gap.next(), gap);
        }
        if (event instanceof BoardChange change && change.status().state() == BoardStatus.State.REMOVED) {
            next.keySet().stream()
                    .filter(pin -> pin.board().equals(change.board()))
                    .forEach(ending::add);
        }
        return List.of(event);
    }

    /** An edge that was given up is older than that decision; one of a new series is younger. */
    private boolean late(EdgeEvent edge) {
        var given = declared.get(edge.pin());
        return given != null && edge.sequence() < given.next() && edge.nanoTime() - given.nanoTime() < 0;
    }

    private List<GpioEvent> admit(PinId pin, long first, long after, GpioEvent event) {
        declared.remove(pin);
        // numbers start anew with the board, which may have come unheard; but some may follow its farewell
        if (first < next(pin) || (first > next(pin) && ending.contains(pin))) {
            restart(pin);
        }
        var expected = next(pin);
        next.put(pin, after);
        return first == expected ? List.of(event) : List.of(lost(pin, expected, first), event);
    }

    /** Forgets a pin's numbers: they start anew. */
    void restart(PinId pin) {
        next.remove(pin);
        declared.remove(pin);
        ending.remove(pin);
    }

    /**
     * Gives up the edges up to a number, which will not come any more.
     *
     * @return the gap that covers them; empty if they have come
     */
    Optional<GapEvent> giveUp(PinId pin, long last) {
        var first = next(pin);
        if (last < first) {
            return Optional.empty();
        }
        next.put(pin, last + 1);
        declared.put(pin, new Declared(last + 1, System.nanoTime()));
        return Optional.of(lost(pin, first, last + 1));
    }

    private static GapEvent lost(PinId pin, long first, long after) {
        return new GapEvent(pin, first, after - first, Place.LISTENER, Instant.now());
    }
}
