// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;

/** The words of the configuration files, which are those of REST too. */
final class Words {

    static final Map<String, Bias> BIASES = of(Bias.values());
    static final Map<String, Drive> DRIVES = of(Drive.values());
    static final Map<String, Set<Edge>> EDGES = new TreeMap<>(Map.of(
            "none", Set.of(),
            "rising", Set.of(Edge.RISING),
            "falling", Set.of(Edge.FALLING),
            "both", Set.of(Edge.RISING, Edge.FALLING)));

    private Words() {}

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String edges(Set<Edge> edges) {
        return edges.isEmpty()
                ? "none"
                : edges.size() > 1 ? "both" : word(edges.iterator().next());
    }

    static int bit(Level level) {
        return level == Level.HIGH ? 1 : 0;
    }

    static Level level(int bit) {
        return bit == 1 ? Level.HIGH : Level.LOW;
    }

    private static <E extends Enum<E>> Map<String, E> of(E[] values) {
        return Arrays.stream(values)
                .collect(Collectors.toMap(Words::word, Function.identity(), (one, other) -> one, TreeMap::new));
    }
}
