// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.PinId;

/** Counts what comes, however much it is. Thread-safe. */
final class Tally implements EdgeBus {

    private final Map<PinId, Count> counts = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    /** What came of a pin. */
    record Count(long delivered, long lost, long gaps, long next, Edge last) {
        long accounted() {
            return delivered + lost;
        }
    }

    private static final Count NONE = new Count(0, 0, 0, 1, Edge.FALLING);

    @Override
    public synchronized void publish(GpioEvent event) {
        if (event instanceof EdgeEvent edge) {
            var before = of(edge.pin());
            expect(before.next() == edge.sequence(), event);
            counts.put(
                    edge.pin(),
                    new Count(before.delivered() + 1, before.lost(), before.gaps(), edge.sequence() + 1, edge.edge()));
        } else if (event instanceof GapEvent gap) {
            var before = of(gap.pin());
            expect(before.next() == gap.first() && gap.place() == GapEvent.Place.HARDWARE, event);
            counts.put(
                    gap.pin(),
                    new Count(
                            before.delivered(),
                            before.lost() + gap.count(),
                            before.gaps() + 1,
                            gap.next(),
                            before.last()));
        }
    }

    private void expect(boolean right, GpioEvent event) {
        if (!right) {
            faults.add("out of order: " + event);
        }
    }

    synchronized Count of(PinId pin) {
        return counts.getOrDefault(pin, NONE);
    }

    /** Returns the events that did not fit to those before. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    synchronized long delivered() {
        return counts.values().stream().mapToLong(Count::delivered).sum();
    }

    synchronized long accounted() {
        return counts.values().stream().mapToLong(Count::accounted).sum();
    }
}
