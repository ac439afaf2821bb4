// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.edgepin.gpio.PinSettings;

/**
 * Which pins share a request to the kernel, see docs/decisions/line-groups.md: all outputs, so that
 * they are written in one call; and inputs by fives, so that whatever one of them is changed to, the
 * kernel's ten attributes are enough.
 */
final class Grouping {

    /** Five lines take ten attributes at most: four flags that are not the commonest, five debounces, the values. */
    private static final int INPUTS = 5;

    private static final int MOST_LINES = 64;

    /** One attribute for each kind but the commonest, one for lines not yet adopted, one for the values. */
    private static final int MOST_KINDS = 9;

    private Grouping() {}

    /** Returns the pins in their groups. */
    static List<SortedMap<Integer, PinSettings>> of(NavigableMap<Integer, PinSettings> pins) {
        var groups = new ArrayList<SortedMap<Integer, PinSettings>>();
        var outputs = new ArrayList<Map.Entry<Integer, PinSettings.Output>>();
        var inputs = new TreeMap<Integer, PinSettings>();
        pins.forEach((pin, settings) -> {
            if (settings instanceof PinSettings.Output output) {
                outputs.add(Map.entry(pin, output));
            } else {
                inputs.put(pin, settings);
            }
        });
        addOutputs(outputs, groups);
        var group = new TreeMap<Integer, PinSettings>();
        for (var input : inputs.entrySet()) {
            group.put(input.getKey(), input.getValue());
            if (group.size() == INPUTS || input.getKey().equals(inputs.lastKey())) {
                groups.add(group);
                group = new TreeMap<>();
            }
        }
        return groups;
    }

    private static void addOutputs(
            List<Map.Entry<Integer, PinSettings.Output>> outputs, List<SortedMap<Integer, PinSettings>> groups) {
        outputs.sort(Comparator.comparing(it -> kind(it.getValue())));
        var group = new TreeMap<Integer, PinSettings>();
        var kinds = new HashSet<String>();
        for (var output : outputs) {
            var kind = kind(output.getValue());
            if (group.size() == MOST_LINES || (kinds.size() == MOST_KINDS && !kinds.contains(kind))) {
                groups.add(group);
                group = new TreeMap<>();
                kinds.clear();
            }
            kinds.add(kind);
            group.put(output.getKey(), output.getValue());
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
    }

    /** Outputs of the same kind have the same flags. */
    private static String kind(PinSettings.Output output) {
        return output.bias() + " " + output.drive();
    }
}
