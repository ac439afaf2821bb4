// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
    static Map<Integer, Level> driven(Hardware<?> hardware, Set<Integer> pins) {
        var levels = new HashMap<Integer, Level>();
        pins.forEach(pin -> hardware.driven(pin).ifPresent(level -> levels.put(pin, level)));
        return levels;
    }

    /** Reports an edge for each pin that is driven to another level now. */
    void report(Map<Integer, Level> before, Map<Integer, Level> after) {
        var time = Instant.now();
        var nanoTime = System.nanoTime();
        new TreeMap<>(after).forEach((pin, level) -> {
            var levelBefore = before.get(pin);
            if (levelBefore != null && levelBefore != level) {
                outlet.edge(new PinId(board, pin), Edge.to(level), time, nanoTime);
            }
        });
    }
}
