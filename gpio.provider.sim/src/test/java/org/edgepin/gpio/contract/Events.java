// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.PinId;
import org.jspecify.annotations.Nullable;

/** A bus that remembers everything. Thread-safe. */
public final class Events implements EdgeBus {

    private final List<GpioEvent> events = new ArrayList<>();

    @Override
    public synchronized void publish(GpioEvent event) {
        events.add(event);
    }

    /** Returns all events so far, in the order of their publication. */
    public synchronized List<GpioEvent> all() {
        return List.copyOf(events);
    }

    /** Returns the edges of a pin so far. */
    public List<EdgeEvent> edges(PinId pin) {
        return all().stream()
                .filter(EdgeEvent.class::isInstance)
                .map(EdgeEvent.class::cast)
                .filter(it -> it.pin().equals(pin))
                .toList();
    }

    /** Returns the number of a pin's newest edge, 0 before the first. */
    public long newest(PinId pin) {
        var edges = edges(pin);
        return edges.isEmpty() ? 0 : edges.get(edges.size() - 1).sequence();
    }

    /** Waits until a pin has had so many edges. */
    public void awaitEdges(PinId pin, int count) {
        Awaitility.await().until(() -> edges(pin).size() >= count);
    }

    /** Waits for an event. */
    public void await(Predicate<GpioEvent> wanted) {
        Awaitility.await().until(() -> all().stream().anyMatch(wanted));
    }

    /** Checks that a pin's edges and gaps tile its sequence from 1, and that its edges alternate where nothing is lost. */
    public void assertSound(PinId pin) {
        var next = 1L;
        @Nullable EdgeEvent before = null;
        for (var event : all()) {
            if (event instanceof GapEvent gap && gap.pin().equals(pin)) {
                assertThat(gap.first()).as("first of a gap of " + pin).isEqualTo(next);
                next = gap.next();
                before = null;
            } else if (event instanceof EdgeEvent edge && edge.pin().equals(pin)) {
                assertThat(edge.sequence()).as("sequence of " + pin).isEqualTo(next++);
                if (before != null) {
                    assertThat(edge.edge()).as("edge after " + before).isNotEqualTo(before.edge());
                    assertThat(edge.nanoTime()).as("time after " + before).isGreaterThanOrEqualTo(before.nanoTime());
                }
                before = edge;
            }
        }
    }
}
