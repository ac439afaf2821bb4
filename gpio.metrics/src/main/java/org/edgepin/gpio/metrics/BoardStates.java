// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.Measurement;
import org.edgepin.gpio.Meter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** How the boards are. */
@Component
public final class BoardStates implements Meter {

    private final Gpio gpio;

    @Activate
    public BoardStates(@Reference Gpio gpio) {
        this.gpio = gpio;
    }

    @Override
    public List<Measurement> measure() {
        var measurements = new ArrayList<Measurement>();
        for (var board : gpio.boards()) {
            var labels = Map.of(
                    "board", board.name(), "model", board.model(), "simulated", Boolean.toString(board.simulated()));
            measurements.add(Measurement.gauge(
                    "edgepin_board_up",
                    "Whether a board can be used.",
                    labels,
                    board.state() == BoardStatus.State.UP ? 1 : 0));
            measurements.add(Measurement.gauge(
                    "edgepin_board_problem",
                    "Whether something is wrong with a board.",
                    Map.of("board", board.name()),
                    board.problem().isPresent() ? 1 : 0));
        }
        return measurements;
    }
}
