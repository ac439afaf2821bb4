// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinState;

/** A bus that remembers everything. Thread-safe. */
public final class Events implements EdgeBus {

    private final List<GpioEvent> events = new ArrayList<>();
    private final Duration patience;

    /**
     * @param patience how long to wait for an event before giving up
     */
    public Events(Duration patience) {
        this.patience = patience;
    }

    @Override
    public synchronized void publish(GpioEvent event) {
        events.add(event);
        notifyAll();
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

    /** Returns the newest edge of a pin. */
    public Optional<EdgeEvent> newest(PinId pin) {
        var edges = edges(pin);
        return edges.isEmpty() ? Optional.empty() : Optional.of(edges.get(edges.size() - 1));
    }

    /** Waits until a pin has had so many edges, and returns the last of them. */
    public EdgeEvent awaitEdge(PinId pin, int count) {
        await("edge " + count + " of " + pin, it -> edges(pin).size() >= count);
        return edges(pin).get(count - 1);
    }

    /** Waits for an event. */
    public void awaitEvent(String what, Predicate<GpioEvent> wanted) {
        await(what, all -> all.stream().anyMatch(wanted));
    }

    /** Waits until the events are as wanted. */
    public synchronized void await(String what, Predicate<List<GpioEvent>> wanted) {
        var until = System.nanoTime() + patience.toNanos();
        while (!wanted.test(events)) {
            var left = Duration.ofNanos(until - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new AssertionError("no " + what + " within " + patience + "; there were " + last());
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + what, e);
            }
        }
    }

    private String last() {
        var shown = 20;
        return (events.size() > shown ? events.size() + ", the last of them " : "")
                + events.subList(Math.max(0, events.size() - shown), events.size());
    }

    /** Returns the level that somebody believes in who has taken a state and then applied the edges after it. */
    public Optional<Level> replay(PinState state) {
        return edges(state.pin().id()).stream()
                .filter(it -> it.sequence() > state.sequence())
                .reduce((before, after) -> after)
                .map(it -> it.edge().level())
                .or(state::level);
    }

    /** Checks that a pin's edges and gaps tile its numbers from 1 and that no time goes back. */
    public void assertTiled(PinId pin) {
        var next = 1L;
        var time = Long.MIN_VALUE;
        for (var event : all()) {
            if (event instanceof GapEvent gap && gap.pin().equals(pin)) {
                assertThat(gap.first()).as("first of " + gap).isEqualTo(next);
                next = gap.next();
            } else if (event instanceof EdgeEvent edge && edge.pin().equals(pin)) {
                assertThat(edge.sequence()).as("sequence of " + edge).isEqualTo(next++);
                assertThat(time == Long.MIN_VALUE || edge.nanoTime() - time >= 0)
                        .as("time of " + edge)
                        .isTrue();
                time = edge.nanoTime();
            }
        }
    }

    /** Checks that each edge of a pin goes the other way than the one before. */
    public void assertAlternating(PinId pin) {
        var edges = edges(pin);
        for (var it = 1; it < edges.size(); it++) {
            assertThat(edges.get(it).edge())
                    .as("edge after " + edges.get(it - 1))
                    .isNotEqualTo(edges.get(it - 1).edge());
        }
    }
}
