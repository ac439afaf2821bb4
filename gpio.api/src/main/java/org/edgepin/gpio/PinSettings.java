// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** How a pin is used. An input has no initial level and an output has no debounce: neither can be written down. */
public sealed interface PinSettings {

    /** A pin that the gateway leaves alone: it holds no line and drives nothing. */
    PinSettings UNUSED = new Unused();

    /** See {@link #UNUSED}. */
    record Unused() implements PinSettings {}

    /**
     * A pin driven by the outside world.
     *
     * @param bias the resistor at the pin
     * @param edges the edges to report; empty for none
     * @param debounce how long a level must last to be reported, in whole microseconds up to {@link
     *     #MAX_DEBOUNCE}; zero for no filter. What is reported last is always the level that the pin
     *     really has
     */
    record Input(Bias bias, Set<Edge> edges, Duration debounce) implements PinSettings {

        /** A contact that needs longer is broken. */
        public static final Duration MAX_DEBOUNCE = Duration.ofSeconds(10);

        /** Throws {@link IllegalArgumentException} for a debounce that is out of range. */
        public Input {
            edges = Set.copyOf(edges);
            if (debounce.isNegative() || debounce.compareTo(MAX_DEBOUNCE) > 0 || debounce.toNanosPart() % 1_000 != 0) {
                throw new IllegalArgumentException(
                        "debounce must be whole microseconds from 0 to 10 seconds: " + debounce);
            }
        }

        /** An input that reports both edges, without a filter. */
        public Input(Bias bias) {
            this(bias, Set.of(Edge.RISING, Edge.FALLING), Duration.ZERO);
        }
    }

    /**
     * A pin driven by the board.
     *
     * @param bias the resistor at the pin
     * @param drive how the levels are driven
     * @param initial the level to drive as soon as the settings apply; empty to keep the level that
     *     the pin has. A pin that becomes an output never shows another level in between
     */
    record Output(Bias bias, Drive drive, Optional<Level> initial) implements PinSettings {

        /** A push-pull output that keeps the level the pin has. */
        public Output() {
            this(Bias.AS_IS, Drive.PUSH_PULL, Optional.empty());
        }
    }
}
