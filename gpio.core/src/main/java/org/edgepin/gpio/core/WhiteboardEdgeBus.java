// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.Measurement;
import org.edgepin.gpio.Meter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Takes events to the listeners in the service registry, each by a {@link Subscription} of its own. */
@Component
public final class WhiteboardEdgeBus implements EdgeBus, Meter {

    /** How long a listener that goes, or all of them when the bus goes, may take for what is queued. */
    private static final long FAREWELL_MILLIS = 1_000;

    private final Boards boards;
    private final Map<EdgeListener, Subscription> subscriptions = new ConcurrentHashMap<>();

    @Activate
    public WhiteboardEdgeBus(@Reference Boards boards) {
        this.boards = boards;
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, updated = "updatedListener")
    void bindListener(EdgeListener listener, Map<String, Object> properties) {
        subscriptions.put(listener, new Subscription(listener, PinFilter.of(listener, properties)));
    }

    void updatedListener(EdgeListener listener, Map<String, Object> properties) {
        var subscription = subscriptions.get(listener);
        if (subscription != null) {
            subscription.filter(PinFilter.of(listener, properties));
        }
    }

    void unbindListener(EdgeListener listener) {
        var subscription = subscriptions.remove(listener);
        if (subscription != null) {
            end(List.of(subscription));
        }
    }

    /** DS has unbound the listeners only after this: end them together, not one after another. */
    @Deactivate
    void deactivate() {
        end(List.copyOf(subscriptions.values()));
        subscriptions.clear();
    }

    private static void end(List<Subscription> ending) {
        ending.forEach(Subscription::end);
        var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FAREWELL_MILLIS);
        ending.forEach(it -> it.await(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
    }

    @Override
    public List<Measurement> measure() {
        var measurements = new ArrayList<Measurement>();
        var seen = new HashMap<String, Integer>();
        subscriptions.forEach((listener, subscription) -> {
            var name = listener.getClass().getName();
            var labels = Map.of("listener", name + "#" + seen.merge(name, 1, Integer::sum));
            measurements.add(Measurement.gauge(
                    "edgepin_listener_queue_events",
                    "Events that wait for a listener.",
                    labels,
                    subscription.waiting()));
            measurements.add(Measurement.counter(
                    "edgepin_listener_lost_edges", "Edges that a slow listener has lost.", labels, (double)
                            subscription.lost()));
        });
        return measurements;
    }

    @Override
    public void publish(GpioEvent event) {
        offer(event);
        if (event instanceof BoardChange change && change.status().state() == BoardStatus.State.REMOVED) {
            boards.tellAway(change.board(), this::offer);
        }
    }

    private void offer(GpioEvent event) {
        subscriptions.values().forEach(it -> it.offer(event));
    }
}
