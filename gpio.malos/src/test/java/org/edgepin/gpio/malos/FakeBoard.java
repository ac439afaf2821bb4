// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
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
import org.jspecify.annotations.Nullable;

/** A board whose pins are unused until they are configured, and that remembers what was done to it. */
final class FakeBoard implements Gpio {

    private static final PinCapabilities ANYTHING = new PinCapabilities(
            Set.of(Direction.values()), Set.of(Bias.AS_IS), Set.of(Drive.PUSH_PULL), Set.of(Edge.values()), true);

    private final String name;
    private final String model;
    private final int size;
    private final Map<Integer, PinSettings> settings = new TreeMap<>();
    private final Map<Integer, Level> levels = new TreeMap<>();
    private final Set<Integer> locked = new HashSet<>();
    private final List<String> done = new ArrayList<>();
    private final List<BoardStatus> others = new ArrayList<>();
    private PinCapabilities capabilities = ANYTHING;
    private boolean away;
    private @Nullable RuntimeException defect;
    private @Nullable CountDownLatch gate;
    private int questions;

    FakeBoard(String name, String model, int size) {
        this.name = name;
        this.model = model;
        this.size = size;
    }

    static FakeBoard matrix() {
        return new FakeBoard("matrix", "MATRIX Creator", 16);
    }

    /** A MATRIX board on which all pins are inputs, as after it was switched on. */
    static FakeBoard matrixWithInputs() {
        var board = matrix();
        IntStream.range(0, 16).forEach(it -> board.settings.put(it, new PinSettings.Input(Bias.AS_IS)));
        return board;
    }

    PinId pin(int number) {
        return new PinId(name, number);
    }

    synchronized FakeBoard with(int number, PinSettings wanted) {
        settings.put(number, wanted);
        return this;
    }

    synchronized FakeBoard lock(int number) {
        locked.add(number);
        return this;
    }

    synchronized FakeBoard able(PinCapabilities wanted) {
        capabilities = wanted;
        return this;
    }

    /** The outside world, or somebody else in the gateway. */
    synchronized void set(int number, Level level) {
        levels.put(number, level);
    }

    synchronized void forget(int number) {
        settings.remove(number);
    }

    synchronized void away(boolean gone) {
        away = gone;
    }

    synchronized void defect(@Nullable RuntimeException thrown) {
        defect = thrown;
    }

    /** Calls wait for the latch from now on. */
    synchronized void block(CountDownLatch latch) {
        gate = latch;
    }

    synchronized void alsoThere(String board, String itsModel, boolean simulated) {
        others.add(new BoardStatus(
                board, itsModel, simulated, BoardStatus.State.UP, Instant.EPOCH, "", "pid", Optional.empty()));
    }

    synchronized PinSettings settings(int number) {
        return settings.getOrDefault(number, PinSettings.UNUSED);
    }

    synchronized Level level(int number) {
        return levels.getOrDefault(number, Level.LOW);
    }

    /** What was done to the pins, {@code write {matrix/0=HIGH}}, {@code output 3=LOW}, {@code input 3}; forgets it. */
    synchronized List<String> done() {
        var copy = List.copyOf(done);
        done.clear();
        return copy;
    }

    /** How often somebody asked for the state of a pin. */
    synchronized int questions() {
        return questions;
    }

    private void enter() throws GpioException {
        CountDownLatch wait;
        synchronized (this) {
            wait = gate;
        }
        if (wait != null) {
            try {
                wait.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("a call into a board must not be interrupted", e);
            }
        }
        synchronized (this) {
            if (defect != null) {
                throw defect;
            }
            if (away) {
                throw new BoardAwayException(name, "unplugged");
            }
        }
    }

    private void check(PinId pin) throws NoSuchPinException {
        if (!pin.board().equals(name) || pin.number() >= size) {
            throw new NoSuchPinException(pin);
        }
    }

    @Override
    public synchronized List<BoardStatus> boards() {
        var boards = new ArrayList<>(others);
        boards.add(new BoardStatus(
                name,
                model,
                true,
                away ? BoardStatus.State.AWAY : BoardStatus.State.UP,
                Instant.EPOCH,
                "",
                "pid",
                Optional.empty()));
        return boards;
    }

    @Override
    public List<Pin> pins() {
        return IntStream.range(0, size).mapToObj(this::describe).toList();
    }

    private synchronized Pin describe(int number) {
        return new Pin(pin(number), "", "", capabilities);
    }

    @Override
    public PinState state(PinId pin) throws GpioException {
        enter();
        check(pin);
        synchronized (this) {
            questions++;
            var used = settings(pin.number());
            return new PinState(
                    describe(pin.number()),
                    "",
                    used,
                    Optional.of(level(pin.number())),
                    Optional.empty(),
                    new Sensing(Duration.ZERO),
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    locked.contains(pin.number()),
                    Optional.empty());
        }
    }

    @Override
    public Map<PinId, Level> read(Set<PinId> pins) throws GpioException {
        enter();
        var read = new TreeMap<PinId, Level>();
        synchronized (this) {
            for (var pin : pins) {
                check(pin);
                if (!settings.containsKey(pin.number())) {
                    throw new PinNotConfiguredException(pin);
                }
                read.put(pin, level(pin.number()));
            }
        }
        return read;
    }

    @Override
    public void write(Map<PinId, Level> wanted) throws GpioException {
        enter();
        synchronized (this) {
            for (var pin : wanted.keySet()) {
                check(pin);
                if (!(settings(pin.number()) instanceof PinSettings.Output)) {
                    throw new PinCapabilityException(pin, "not an output");
                }
            }
            wanted.forEach((pin, level) -> levels.put(pin.number(), level));
            done.add("write " + new TreeMap<>(wanted));
        }
    }

    @Override
    public void configure(PinId pin, PinSettings wanted) throws GpioException {
        enter();
        check(pin);
        synchronized (this) {
            if (locked.contains(pin.number())) {
                throw new PinCapabilityException(pin, "locked by the board's configuration");
            }
            var refusal = capabilities.refusal(wanted);
            if (refusal.isPresent()) {
                throw new PinCapabilityException(pin, refusal.get());
            }
            settings.put(pin.number(), wanted);
            if (wanted instanceof PinSettings.Output output) {
                output.initial().ifPresent(level -> levels.put(pin.number(), level));
                done.add("output " + pin.number() + "=" + level(pin.number()));
            } else {
                done.add("input " + pin.number());
            }
        }
    }
}
