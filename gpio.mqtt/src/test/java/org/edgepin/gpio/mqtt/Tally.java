// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the broker was told of one pin's edges: which numbers as edges, and which within gaps. */
record Tally(TreeSet<Long> edges, TreeMap<Long, Long> gaps) {

    private static final Pattern EDGE = Pattern.compile("\"sequence\": (\\d+)");
    private static final Pattern GAP = Pattern.compile("\"first\": (\\d+), \"lost\": (\\d+)");

    static Tally of(int pin, Collection<Message> messages) {
        var tally = new Tally(new TreeSet<>(), new TreeMap<>());
        numbers("edgepin/edgepin/" + pin + "/edge", EDGE, messages).forEach(it -> tally.edges.add(number(it, 1)));
        numbers("edgepin/edgepin/" + pin + "/gap", GAP, messages)
                .forEach(it -> tally.gaps.put(number(it, 1), number(it, 2)));
        return tally;
    }

    private static List<Matcher> numbers(String topic, Pattern pattern, Collection<Message> messages) {
        return messages.stream()
                .filter(it -> it.topic().equals(topic))
                .map(it -> pattern.matcher(it.text()))
                .filter(Matcher::find)
                .toList();
    }

    private static long number(Matcher match, int group) {
        return Long.parseLong(match.group(group));
    }

    long received() {
        return edges.size();
    }

    long lost() {
        return gaps.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns what is wrong: the numbers from 1 to the last that are neither edge nor in a gap, or both. */
    List<String> wrong(long last) {
        var wrong = new ArrayList<String>();
        var numbers = new TreeSet<>(edges);
        for (var gap : gaps.entrySet()) {
            for (var number = gap.getKey(); number < gap.getKey() + gap.getValue(); number++) {
                if (!numbers.add(number)) {
                    wrong.add(number + " twice");
                }
            }
        }
        for (var number = 1L; number <= last; number++) {
            if (!numbers.remove(number)) {
                wrong.add(number + " missing");
            }
        }
        numbers.forEach(it -> wrong.add(it + " never happened"));
        return wrong;
    }
}
