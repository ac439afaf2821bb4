// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the hardware can do with a pin. A pin that is wired for one use has sets of one element.
 *
 * @param directions which directions it can have
 * @param biases which resistors it can have
 * @param drives how it can drive as an output; empty if it cannot be one
 * @param edges which edges it can report
 * @param debounce whether it can filter short pulses
 */
public record PinCapabilities(
        Set<Direction> directions, Set<Bias> biases, Set<Drive> drives, Set<Edge> edges, boolean debounce) {

    public PinCapabilities {
        directions = Set.copyOf(directions);
        biases = Set.copyOf(biases);
        drives = Set.copyOf(drives);
        edges = Set.copyOf(edges);
    }

    /**
     * Returns the usual settings of an input, for whoever says nothing else of it: without a resistor if
     * that is possible, each edge that the pin can report, not debounced.
     */
    public PinSettings.Input input() {
        return new PinSettings.Input(preferred(biases, Bias.DISABLED, Bias.AS_IS), edges, Duration.ZERO);
    }

    /**
     * Returns the usual settings of an output, for whoever says nothing else of it: with the resistor
     * that the pin has, push-pull if that is possible, at the level that it has.
     */
    public PinSettings.Output output() {
        return new PinSettings.Output(
                preferred(biases, Bias.AS_IS, Bias.DISABLED),
                preferred(drives, Drive.PUSH_PULL, Drive.OPEN_DRAIN),
                Optional.empty());
    }

    /** A pin that can be neither is wired: it has one value, which needs not be said. */
    private static <E extends Enum<E>> E preferred(Set<E> possible, E first, E second) {
        if (possible.contains(first) || possible.isEmpty()) {
            return first;
        }
        return possible.contains(second) ? second : Collections.min(possible);
    }

    /**
     * Says why the pin cannot have some settings.
     *
     * @return the reason, to be read after the pin's name: {@code cannot be an output}; empty if the
     *     pin can have them
     */
    public Optional<String> refusal(PinSettings settings) {
        if (settings instanceof PinSettings.Input input) {
            if (!directions.contains(Direction.INPUT)) {
                return Optional.of("cannot be an input");
            }
            if (!biases.contains(input.bias())) {
                return Optional.of("cannot have bias " + word(input.bias()) + only(biases));
            }
            if (!edges.containsAll(input.edges())) {
                return Optional.of("cannot report " + words(input.edges()) + " edges" + only(edges));
            }
            if (!debounce && !input.debounce().isZero()) {
                return Optional.of("cannot debounce");
            }
        } else if (settings instanceof PinSettings.Output output) {
            if (!directions.contains(Direction.OUTPUT)) {
                return Optional.of("cannot be an output");
            }
            if (!biases.contains(output.bias())) {
                return Optional.of("cannot have bias " + word(output.bias()) + only(biases));
            }
            if (!drives.contains(output.drive())) {
                return Optional.of("cannot drive " + word(output.drive()) + only(drives));
            }
        }
        return Optional.empty();
    }

    private static String only(Set<? extends Enum<?>> possible) {
        return possible.isEmpty() ? "" : ", only " + words(possible);
    }

    private static String words(Set<? extends Enum<?>> values) {
        return values.stream().sorted().map(PinCapabilities::word).collect(Collectors.joining(", "));
    }

    /** As it stands in a configuration: {@code pull-up}. */
    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
