// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import java.io.IOException;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.board.BoardConfiguration;
import org.edgepin.gpio.board.BoardDriver;
import org.edgepin.gpio.board.Hardware;
import org.edgepin.gpio.board.HardwareEvents;

/** Opens a GL20's expander. */
final class Gl20Driver implements BoardDriver<Gl20Settings> {

    static final String MODEL = "HPE GL20";

    /** A button pressed by hand lasts longer; see README.md for what it costs. */
    static final Duration POLL = Duration.ofMillis(20);

    private static final String BUS = "i2c_bus";
    private static final int MAX_BUS = 999_999;

    private final Ports ports;

    /** Where ports are found. */
    @FunctionalInterface
    interface Ports {
        /**
         * Opens the port on a bus; empty for the one that is found by its name.
         *
         * @throws IOException if there is none, or it does not answer
         */
        Port open(Optional<Integer> bus) throws IOException;
    }

    Gl20Driver(Ports ports) {
        this.ports = ports;
    }

    @Override
    public Set<String> keys() {
        return Set.of(BUS);
    }

    @Override
    public Gl20Settings settings(BoardConfiguration configuration) {
        configuration.defaultPins(Gl20Pins.INPUTS, Gl20Pins.OUTPUTS);
        return new Gl20Settings(configuration.number(BUS, 0, MAX_BUS), configuration.pollPeriod(POLL));
    }

    @Override
    public String model(Gl20Settings settings) {
        return MODEL;
    }

    @Override
    public NavigableMap<Integer, Pin> pins(String board, Gl20Settings settings) {
        return Gl20Pins.of(board);
    }

    @Override
    public Hardware<Gl20Settings> open(String board, Gl20Settings settings, HardwareEvents events) throws IOException {
        var port = ports.open(settings.bus());
        try {
            return new Gl20Hardware(board, port, settings, events);
        } catch (IOException | RuntimeException e) {
            port.close();
            throw e;
        }
    }
}
