// SPDX-License-Identifier: Apache-2.0
package org.edgepin.bench;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioController;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.core.Core;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the core itself costs: boards that do nothing, and a listener that only says that it was called. */
@State(Scope.Benchmark)
public class Inside {

    private static final PinId PIN = new PinId("main", 5);

    private final Map<PinId, Level> high = Map.of(PIN, Level.HIGH);
    private final Set<PinId> pins = Set.of(PIN);
    private final Semaphore called = new Semaphore(0);
    private final EdgeEvent event = new EdgeEvent(PIN, Edge.RISING, Instant.EPOCH, 0, 1);
    private final Gpio gpio = Core.gpio("main", new Idle());
    private EdgeBus bus = it -> {};

    /** Brings the listener, which has a thread. */
    @Setup
    public void listen() {
        bus = Core.bus(it -> called.release());
    }

    /** One write through the core to the board. */
    @Benchmark
    public void write() throws GpioException {
        gpio.write(high);
    }

    /** One read through the core from the board. */
    @Benchmark
    public Map<PinId, Level> read() throws GpioException {
        return gpio.read(pins);
    }

    /** One edge from the board to the listener on its thread, and word of it back. */
    @Benchmark
    public void edge() throws InterruptedException {
        bus.publish(event);
        called.acquire();
    }

    private final class Idle implements GpioController {

        @Override
        public List<BoardStatus> boards() {
            return List.of();
        }

        @Override
        public List<Pin> pins() {
            return List.of();
        }

        @Override
        public PinState state(PinId pin) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<PinId, Level> read(Set<PinId> wanted) {
            return high;
        }

        @Override
        public void write(Map<PinId, Level> levels) {}

        @Override
        public void configure(PinId pin, PinSettings settings) {}
    }
}
