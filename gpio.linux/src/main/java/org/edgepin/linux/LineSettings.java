// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * What a requested line does. Start from {@link #input()}, {@link #output(boolean)} or {@link
 * #asIs()}.
 *
 * <p>Active is high unless the line is active-low; then everything the kernel says and takes about
 * the line, values and edges, is inverted.
 */
public sealed interface LineSettings {

    /** An input without edges, its bias left as it is. */
    static Input input() {
        return new Input(LineEdges.NONE, LineBias.AS_IS, Duration.ZERO, false, EventClock.MONOTONIC);
    }

    /**
     * A push-pull output, its bias left as it is.
     *
     * @param active the value it takes with these settings
     */
    static Output output(boolean active) {
        return new Output(active, LineDrive.PUSH_PULL, LineBias.AS_IS, false);
    }

    /**
     * A line of which nothing is changed, not even the direction. Its value can be read, so an
     * output can be adopted without a glitch: request it as it is, read it, and make it an output of
     * that value with {@link LineRequest#reconfigure}.
     */
    static AsIs asIs() {
        return new AsIs();
    }

    record AsIs() implements LineSettings {}

    /**
     * A line driven by the outside world.
     *
     * @param debounce how long a value must last to be reported or read, zero for no filter; whole
     *     microseconds, at most 2³² - 1. If the chip has no filter, the kernel filters, counting in
     *     ticks of 1 to 10 ms, and stamps an edge with the time the filter lets it through
     */
    record Input(LineEdges edges, LineBias bias, Duration debounce, boolean activeLow, EventClock clock)
            implements LineSettings {

        private static final Duration LONGEST = Duration.of(0xFFFF_FFFFL, ChronoUnit.MICROS);

        public Input {
            if (debounce.isNegative() || debounce.compareTo(LONGEST) > 0 || debounce.toNanosPart() % 1000 != 0) {
                throw new IllegalArgumentException(
                        "debounce must be 0 to 4294967295 whole microseconds, not " + debounce);
            }
        }

        public Input withEdges(LineEdges edges) {
            return new Input(edges, bias, debounce, activeLow, clock);
        }

        public Input withBias(LineBias bias) {
            return new Input(edges, bias, debounce, activeLow, clock);
        }

        public Input withDebounce(Duration debounce) {
            return new Input(edges, bias, debounce, activeLow, clock);
        }

        public Input withActiveLow(boolean activeLow) {
            return new Input(edges, bias, debounce, activeLow, clock);
        }

        public Input withClock(EventClock clock) {
            return new Input(edges, bias, debounce, activeLow, clock);
        }
    }

    /**
     * A line driven by us.
     *
     * @param active the value it takes with these settings, before it becomes an output if it was
     *     none
     */
    record Output(boolean active, LineDrive drive, LineBias bias, boolean activeLow) implements LineSettings {

        public Output withActive(boolean active) {
            return new Output(active, drive, bias, activeLow);
        }

        public Output withDrive(LineDrive drive) {
            return new Output(active, drive, bias, activeLow);
        }

        public Output withBias(LineBias bias) {
            return new Output(active, drive, bias, activeLow);
        }

        public Output withActiveLow(boolean activeLow) {
            return new Output(active, drive, bias, activeLow);
        }
    }
}
