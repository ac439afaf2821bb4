// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinSettings;

/** What a configuration asks for a pin in use; what it leaves open, the pin's capabilities decide. */
record PinRequest(
        Direction direction,
        Optional<Bias> bias,
        Optional<Level> initial,
        Optional<Drive> drive,
        Optional<Set<Edge>> edges,
        Optional<Duration> debounce) {

    /** Asks only for a direction. */
    PinRequest(Direction direction) {
        this(direction, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    PinRequest withBias(Optional<Bias> bias) {
        return new PinRequest(direction, bias, initial, drive, edges, debounce);
    }

    PinRequest withInitial(Optional<Level> initial) {
        return new PinRequest(direction, bias, initial, drive, edges, debounce);
    }

    PinRequest withDrive(Optional<Drive> drive) {
        return new PinRequest(direction, bias, initial, drive, edges, debounce);
    }

    PinRequest withEdges(Optional<Set<Edge>> edges) {
        return new PinRequest(direction, bias, initial, drive, edges, debounce);
    }

    PinRequest withDebounce(Optional<Duration> debounce) {
        return new PinRequest(direction, bias, initial, drive, edges, debounce);
    }

    PinSettings settings(PinCapabilities capabilities) {
        return direction == Direction.INPUT
                ? new PinSettings.Input(
                        bias.orElseGet(() -> preferred(capabilities.biases(), Bias.DISABLED, Bias.AS_IS)),
                        edges.orElse(capabilities.edges()),
                        debounce.orElse(Duration.ZERO))
                : new PinSettings.Output(
                        bias.orElseGet(() -> preferred(capabilities.biases(), Bias.AS_IS, Bias.DISABLED)),
                        drive.orElseGet(() -> preferred(capabilities.drives(), Drive.PUSH_PULL, Drive.OPEN_DRAIN)),
                        initial);
    }

    /** A pin that can be neither is wired: it has one value, which needs not be said. */
    private static <E extends Enum<E>> E preferred(Set<E> possible, E first, E second) {
        if (possible.contains(first) || possible.isEmpty()) {
            return first;
        }
        return possible.contains(second) ? second : Collections.min(possible);
    }
}
