// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.GpioHardwareException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.NoSuchPinException;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinNotConfiguredException;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.Sensing;

/** Boards as a test describes them. */
final class FakeGpio implements Gpio {

    final List<Map<PinId, Level>> writes = new ArrayList<>();
    private final Map<String, BoardStatus> boards = new TreeMap<>();
    private final Map<PinId, PinState> pins = new TreeMap<>();
    private final Map<PinId, String> broken = new TreeMap<>();

    static PinId id(String text) {
        return PinId.parse(text).orElseThrow();
    }

    /** Adds a board that is up, simulated if its location is memory. */
    FakeGpio board(String name, String model, String location) {
        return board(name, model, location, BoardStatus.State.UP, "");
    }

    FakeGpio away(String name, String model, String problem) {
        return board(name, model, "", BoardStatus.State.AWAY, problem);
    }

    FakeGpio board(String name, String model, String location, BoardStatus.State state, String problem) {
        var simulated = location.equals("memory");
        boards.put(
                name,
                new BoardStatus(
                        name,
                        model,
                        simulated,
                        state,
                        Instant.now().minusSeconds(65),
                        location,
                        "org.edgepin.gpio." + (simulated ? "sim" : "gl20") + "~" + name,
                        Optional.of(problem).filter(it -> !it.isEmpty())));
        return this;
    }

    FakeGpio unused(String... pins) {
        for (var pin : pins) {
            put(pin, "", PinSettings.UNUSED, Optional.empty());
        }
        return this;
    }

    FakeGpio input(String pin, String name, Level level) {
        return put(pin, name, new PinSettings.Input(Bias.PULL_UP), Optional.of(level));
    }

    FakeGpio output(String pin, String name, Level level) {
        return put(pin, name, new PinSettings.Output(), Optional.of(level));
    }

    FakeGpio put(String pin, String name, PinSettings settings, Optional<Level> level) {
        var id = id(pin);
        var fixed = new Pin(
                id,
                "GPIO" + id.number(),
                "header pin " + (id.number() + 1),
                new PinCapabilities(
                        EnumSet.allOf(Direction.class),
                        EnumSet.allOf(Bias.class),
                        EnumSet.allOf(Drive.class),
                        EnumSet.allOf(Edge.class),
                        true));
        return put(new PinState(
                fixed,
                name,
                settings,
                level,
                settings instanceof PinSettings.Output ? level : Optional.empty(),
                Sensing.INTERRUPT,
                0,
                Optional.empty(),
                settings.equals(PinSettings.UNUSED) ? Optional.empty() : Optional.of(PinState.CONSUMER),
                false,
                Optional.empty()));
    }

    FakeGpio put(PinState state) {
        pins.put(state.pin().id(), state);
        return this;
    }

    /** The level on the pin from now on, whatever is driven. */
    FakeGpio sense(String pin, Level level) {
        var old = peek(pin);
        return put(changed(old, Optional.of(level), old.driven()));
    }

    FakeGpio poll(String pin, Duration period) {
        var old = peek(pin);
        return put(new PinState(
                old.pin(),
                old.name(),
                old.settings(),
                old.level(),
                old.driven(),
                new Sensing(period),
                old.sequence(),
                old.lastEdge(),
                old.consumer(),
                old.locked(),
                old.problem()));
    }

    FakeGpio edges(String pin, long sequence, Instant last) {
        var old = peek(pin);
        return put(new PinState(
                old.pin(),
                old.name(),
                old.settings(),
                old.level(),
                old.driven(),
                old.sensing(),
                sequence,
                Optional.of(last),
                old.consumer(),
                old.locked(),
                old.problem()));
    }

    FakeGpio note(String pin, String consumer, boolean locked, String problem) {
        var old = peek(pin);
        return put(new PinState(
                old.pin(),
                old.name(),
                old.settings(),
                old.level(),
                old.driven(),
                old.sensing(),
                old.sequence(),
                old.lastEdge(),
                Optional.of(consumer),
                locked,
                Optional.of(problem).filter(it -> !it.isEmpty())));
    }

    /** From now on, the hardware does not answer for a pin. */
    FakeGpio breakPin(String pin, String why) {
        broken.put(id(pin), why);
        return this;
    }

    PinState peek(String pin) {
        return Objects.requireNonNull(pins.get(id(pin)));
    }

    @Override
    public List<BoardStatus> boards() {
        return List.copyOf(boards.values());
    }

    @Override
    public List<Pin> pins() {
        return pins.values().stream().map(PinState::pin).toList();
    }

    @Override
    public PinState state(PinId pin) throws GpioException {
        if (broken.containsKey(pin)) {
            throw new GpioHardwareException("cannot read " + pin, new IllegalStateException(broken.get(pin)));
        }
        var state = pins.get(pin);
        if (state == null) {
            var board = boards.get(pin.board());
            throw board == null || board.state() == BoardStatus.State.UP
                    ? new NoSuchPinException(pin)
                    : new BoardAwayException(pin.board(), board.problem().orElse(""));
        }
        return state;
    }

    @Override
    public Map<PinId, Level> read(Set<PinId> wanted) throws GpioException {
        var levels = new TreeMap<PinId, Level>();
        for (var pin : wanted) {
            levels.put(pin, state(pin).level().orElseThrow(() -> new PinNotConfiguredException(pin)));
        }
        return levels;
    }

    @Override
    public void write(Map<PinId, Level> levels) throws GpioException {
        for (var pin : levels.keySet()) {
            if (!(state(pin).settings() instanceof PinSettings.Output)) {
                throw new PinCapabilityException(pin, "not an output");
            }
        }
        writes.add(levels);
        for (var write : levels.entrySet()) {
            var level = Optional.of(write.getValue());
            put(changed(state(write.getKey()), level, level));
        }
    }

    @Override
    public void configure(PinId pin, PinSettings settings) {
        throw new UnsupportedOperationException();
    }

    private static PinState changed(PinState old, Optional<Level> level, Optional<Level> driven) {
        return new PinState(
                old.pin(),
                old.name(),
                old.settings(),
                level,
                driven,
                old.sensing(),
                old.sequence(),
                old.lastEdge(),
                old.consumer(),
                old.locked(),
                old.problem());
    }
}
