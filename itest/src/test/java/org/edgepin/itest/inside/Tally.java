// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest.inside;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.PinId;
import org.osgi.service.component.annotations.Component;

/**
 * Counts what a listener is told of each pin, and writes down each number that is missing, comes
 * twice or comes out of order. It outlives the core: it refers to no service.
 */
@Component
public final class Tally implements EdgeListener {

    private static final Map<PinId, Count> COUNTS = new TreeMap<>();
    private static final List<String> PROBLEMS = new ArrayList<>();

    private static final class Count {
        long edges;
        long lost;
        long next;
    }

    /** Returns a line for each pin, {@code main/5 edges=12 lost=0}, and one for each problem. */
    static synchronized List<String> lines() {
        var lines = new ArrayList<String>();
        COUNTS.forEach((pin, count) -> lines.add(pin + " edges=" + count.edges + " lost=" + count.lost));
        PROBLEMS.forEach(problem -> lines.add("PROBLEM " + problem));
        return lines;
    }

    @Override
    public void edge(EdgeEvent event) {
        account(event.pin(), event.sequence(), 1, true);
    }

    @Override
    public void gap(GapEvent gap) {
        account(gap.pin(), gap.first(), gap.count(), false);
    }

    @Override
    public void boardChanged(BoardChange change) {
        synchronized (Tally.class) {
            if (change.status().state() == BoardStatus.State.REMOVED) {
                COUNTS.keySet().removeIf(pin -> pin.board().equals(change.board()));
            }
        }
    }

    private static void account(PinId pin, long first, long count, boolean delivered) {
        synchronized (Tally.class) {
            var known = COUNTS.computeIfAbsent(pin, it -> new Count());
            if (known.next != 0 && known.next != first) {
                PROBLEMS.add(pin + ": " + first + " came where " + known.next + " was due");
            }
            known.next = first + count;
            if (delivered) {
                known.edges += count;
            } else {
                known.lost += count;
            }
        }
    }
}
