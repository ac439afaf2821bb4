// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;

/**
 * Makes the edges of outputs, which no hardware reports: out of the levels they were driven to before
 * and after. Called under the controller's lock, so that the edges of an output are in the order of
 * its writes.
 */
final class OutputEdges {

    private final String board;
    private final EdgeOutlet outlet;

    OutputEdges(String board, EdgeOutlet outlet) {
        this.board = board;
        this.outlet = outlet;
    }

    /** Returns the levels that those of some pins are driven to which are outputs. */
    static SortedMap<Integer, Level> driven(Hardware<?> hardware, Set<Integer> pins) {
        var levels = new TreeMap<Integer, Level>();
        pins.forEach(pin -> hardware.driven(pin).ifPresent(level -> levels.put(pin, level)));
        return levels;
    }

    /** Returns which of these levels outputs are not driven to yet. */
    static SortedMap<Integer, Level> changes(Hardware<?> hardware, SortedMap<Integer, Level> levels) {
        var changes = new TreeMap<Integer, Level>();
        levels.forEach((pin, level) -> {
            if (hardware.driven(pin).filter(before -> before != level).isPresent()) {
                changes.put(pin, level);
            }
        });
        return changes;
    }

    /** Reports an edge for each pin that is driven to another level now. */
    void report(Map<Integer, Level> before, SortedMap<Integer, Level> after) {
        var changes = new TreeMap<>(after);
        changes.entrySet().removeIf(it -> {
            var levelBefore = before.get(it.getKey());
            return levelBefore == null || levelBefore == it.getValue();
        });
        report(changes);
    }

    /** Reports an edge for each of these pins, which are driven to another level now. */
    void report(SortedMap<Integer, Level> changes) {
        if (!changes.isEmpty()) {
            var time = Instant.now();
            var nanoTime = System.nanoTime();
            changes.forEach((pin, level) -> outlet.edge(new PinId(board, pin), Edge.to(level), time, nanoTime));
        }
    }
}
