// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.Measurement;
import org.edgepin.gpio.Meter;
import org.osgi.service.component.annotations.Component;

/** Counts edges and gaps, as any listener is told of them. */
@Component(service = {EdgeListener.class, Meter.class})
public final class EventCounts implements EdgeListener, Meter {

    private final Map<String, AtomicLong> edges = new ConcurrentHashMap<>();
    private final Map<Loss, AtomicLong> gaps = new ConcurrentHashMap<>();
    private final Map<Loss, AtomicLong> lost = new ConcurrentHashMap<>();

    private record Loss(String board, GapEvent.Place place) {

        Map<String, String> labels() {
            return Map.of("board", board, "place", place.name().toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public void edge(EdgeEvent edge) {
        count(edges, edge.board(), 1);
    }

    @Override
    public void gap(GapEvent gap) {
        var loss = new Loss(gap.board(), gap.place());
        count(gaps, loss, 1);
        count(lost, loss, gap.count());
    }

    private static <K> void count(Map<K, AtomicLong> counts, K key, long count) {
        counts.computeIfAbsent(key, it -> new AtomicLong()).addAndGet(count);
    }

    @Override
    public List<Measurement> measure() {
        var measurements = new ArrayList<Measurement>();
        edges.forEach((board, count) -> measurements.add(Measurement.counter(
                "edgepin_edges", "Level changes of the pins of a board.", Map.of("board", board), (double)
                        count.get())));
        gaps.forEach((loss, count) -> measurements.add(Measurement.counter(
                "edgepin_gaps", "How often edges of a board were lost, and where.", loss.labels(), (double)
                        count.get())));
        lost.forEach((loss, count) -> measurements.add(Measurement.counter(
                "edgepin_lost_edges", "How many edges of a board were lost, and where.", loss.labels(), (double)
                        count.get())));
        return measurements;
    }
}
