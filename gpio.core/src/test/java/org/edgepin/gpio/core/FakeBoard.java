// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.GpioController;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.NoSuchPinException;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.Sensing;

/** Two pins: 0 is an input, 1 an output. */
final class FakeBoard implements GpioController {

    final BoardStatus status;
    final Map<PinId, Level> levels = new TreeMap<>();
    int writes;

    FakeBoard(String name) {
        status = status(name, BoardStatus.State.UP, Optional.empty());
        levels.put(new PinId(name, 0), Level.LOW);
        levels.put(new PinId(name, 1), Level.LOW);
    }

    static BoardStatus status(String name, BoardStatus.State state, Optional<String> problem) {
        return new BoardStatus(name, "fake", true, state, Instant.EPOCH, "here", "fake~" + name, problem);
    }

    Map<String, Object> properties(long serviceId) {
        return Map.of(BOARD, status.name(), MODEL, status.model(), SIMULATED, true, "service.id", serviceId);
    }

    @Override
    public List<BoardStatus> boards() {
        return List.of(status);
    }

    @Override
    public List<Pin> pins() {
        return levels.keySet().stream().map(FakeBoard::pin).toList();
    }

    private static Pin pin(PinId id) {
        return new Pin(
                id,
                "",
                "",
                new PinCapabilities(
                        Set.of(Direction.values()),
                        Set.of(Bias.AS_IS),
                        Set.of(Drive.PUSH_PULL),
                        Set.of(Edge.values()),
                        false));
    }

    private static PinSettings settings(PinId id) {
        return id.number() == 0 ? new PinSettings.Input(Bias.AS_IS, Set.of(), Duration.ZERO) : new PinSettings.Output();
    }

    @Override
    public PinState state(PinId id) throws GpioException {
        return new PinState(
                pin(id),
                "",
                settings(id),
                Optional.of(read(id)),
                Optional.empty(),
                Sensing.INTERRUPT,
                0,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    @Override
    public Map<PinId, Level> read(Set<PinId> pins) throws GpioException {
        var result = new TreeMap<PinId, Level>();
        for (var id : pins) {
            var level = levels.get(id);
            if (level == null) {
                throw new NoSuchPinException(id);
            }
            result.put(id, level);
        }
        return result;
    }

    @Override
    public void write(Map<PinId, Level> changes) throws GpioException {
        for (var id : changes.keySet()) {
            if (!(state(id).settings() instanceof PinSettings.Output)) {
                throw new PinCapabilityException(id, "not an output");
            }
        }
        writes++;
        levels.putAll(changes);
    }

    @Override
    public void configure(PinId pin, PinSettings settings) throws GpioException {
        throw new PinCapabilityException(pin, "fixed");
    }
}
