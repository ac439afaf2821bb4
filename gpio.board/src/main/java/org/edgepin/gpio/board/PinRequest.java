// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.time.Duration;
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
        if (direction == Direction.INPUT) {
            var usual = capabilities.input();
            return new PinSettings.Input(
                    bias.orElse(usual.bias()), edges.orElse(usual.edges()), debounce.orElse(usual.debounce()));
        }
        var usual = capabilities.output();
        return new PinSettings.Output(bias.orElse(usual.bias()), drive.orElse(usual.drive()), initial);
    }
}
