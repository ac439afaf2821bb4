// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.NoSuchPinException;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinNotConfiguredException;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.Sensing;
import org.jspecify.annotations.Nullable;

/**
 * Board {@code main} with the pins 0 to 27, as the connector's documented example has them: inputs 5,
 * 6 and 7, outputs 8, 9 and 27. Edges go to the listeners on a thread of their own, as in the core.
 */
final class FakeGpio implements Gpio, AutoCloseable {

    static final String BOARD = "main";

    private final Map<PinId, PinSettings> settings = new TreeMap<>();
    private final Map<PinId, Level> levels = new TreeMap<>();
    private final Map<PinId, Long> sequences = new TreeMap<>();
    private final Map<PinId, Integer> looks = new TreeMap<>();
    private final List<EdgeListener> listeners = new ArrayList<>();
    private final ExecutorService core = Executors.newSingleThreadExecutor();
    private BoardStatus.State state = BoardStatus.State.UP;
    private Instant since = Instant.parse("2026-11-20T10:00:00Z");
    private @Nullable GpioException failure;
    private @Nullable RuntimeException defect;
    private @Nullable CountDownLatch gate;
    private boolean deaf;

    FakeGpio() {
        IntStream.of(5, 6, 7).forEach(it -> settings.put(pin(it), new PinSettings.Input(Bias.AS_IS)));
        IntStream.of(8, 9, 27).forEach(it -> settings.put(pin(it), new PinSettings.Output()));
        settings.keySet().forEach(it -> levels.put(it, Level.LOW));
    }

    static PinId pin(int number) {
        return new PinId(BOARD, number);
    }

    /** Makes a listener known, as the whiteboard does. */
    synchronized Runnable register(EdgeListener listener) {
        listeners.add(listener);
        return () -> {
            synchronized (this) {
                listeners.remove(listener);
            }
        };
    }

    /** The outside world changes an input. Returns the number of the edge. */
    synchronized long outside(int number, Level level) {
        return edge(pin(number), level);
    }

    /** The outside world changes an input to what it is not now. */
    synchronized long toggle(int number) {
        return edge(pin(number), level(number).inverse());
    }

    synchronized Level level(int number) {
        return levels.getOrDefault(pin(number), Level.LOW);
    }

    synchronized long sequence(int number) {
        return sequences.getOrDefault(pin(number), 0L);
    }

    /** Returns how often somebody has looked at the state of a pin. */
    synchronized int looks(int number) {
        return looks.getOrDefault(pin(number), 0);
    }

    /** The hardware has lost edges of a pin, which is now at a level. */
    synchronized void lose(int number, long count, Level level) {
        var before = sequence(number);
        sequences.put(pin(number), before + count);
        levels.put(pin(number), level);
        tell(new GapEvent(pin(number), before + 1, count, GapEvent.Place.HARDWARE, Instant.now()));
    }

    /** Whatever happens from now on is counted but nobody is told. */
    synchronized void deaf(boolean deaf) {
        this.deaf = deaf;
    }

    /** All calls fail, or work again. */
    synchronized void fail(@Nullable GpioException failure) {
        this.failure = failure;
    }

    /** All calls throw what they must not throw, or work again. */
    synchronized void defect(@Nullable RuntimeException defect) {
        this.defect = defect;
    }

    /** Calls wait for the latch from now on. */
    synchronized void block(CountDownLatch gate) {
        this.gate = gate;
    }

    synchronized void configure(int number, PinSettings changed) {
        if (changed.equals(PinSettings.UNUSED)) {
            settings.remove(pin(number));
        } else {
            settings.put(pin(number), changed);
        }
        tell(new PinChange(pin(number)));
    }

    synchronized void board(BoardStatus.State changed) {
        state = changed;
        since = since.plusSeconds(1);
        if (changed == BoardStatus.State.REMOVED) {
            sequences.clear();
        }
        tell(new BoardChange(status()));
    }

    /** The board starts anew and nobody hears of it. */
    synchronized void restartUnheard() {
        sequences.clear();
    }

    private long edge(PinId pin, Level level) {
        if (levels.get(pin) == level) {
            throw new IllegalStateException(pin + " is " + level + " already");
        }
        levels.put(pin, level);
        var sequence = sequences.merge(pin, 1L, Long::sum);
        tell(new EdgeEvent(pin, Edge.to(level), Instant.now(), System.nanoTime(), sequence));
        return sequence;
    }

    private void tell(GpioEvent event) {
        if (!deaf) {
            var told = List.copyOf(listeners);
            core.execute(() -> told.forEach(it -> tell(it, event)));
        }
    }

    private static void tell(EdgeListener listener, GpioEvent event) {
        if (event instanceof EdgeEvent edge) {
            listener.edge(edge);
        } else if (event instanceof GapEvent gap) {
            listener.gap(gap);
        } else if (event instanceof PinChange change) {
            listener.pinChanged(change);
        } else if (event instanceof BoardChange change) {
            listener.boardChanged(change);
        }
    }

    private BoardStatus status() {
        return new BoardStatus(
                BOARD,
                "Raspberry Pi",
                true,
                state,
                since,
                state == BoardStatus.State.UP ? "memory" : "",
                "org.edgepin.gpio.sim~main",
                state == BoardStatus.State.AWAY ? Optional.of("unplugged") : Optional.empty());
    }

    /** Does what each call does first. */
    private void enter(PinId pin) throws GpioException {
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
            if (failure != null) {
                throw failure;
            }
            if (state == BoardStatus.State.AWAY) {
                throw new BoardAwayException(BOARD, "unplugged");
            }
            if (!pin.board().equals(BOARD) || pin.number() > 27 || state == BoardStatus.State.REMOVED) {
                throw new NoSuchPinException(pin);
            }
        }
    }

    @Override
    public synchronized List<BoardStatus> boards() {
        return state == BoardStatus.State.REMOVED ? List.of() : List.of(status());
    }

    @Override
    public synchronized List<Pin> pins() {
        return state == BoardStatus.State.UP
                ? IntStream.rangeClosed(0, 27).mapToObj(FakeGpio::description).toList()
                : List.of();
    }

    private static Pin description(int number) {
        return new Pin(pin(number), "", "", new PinCapabilities(Set.of(), Set.of(), Set.of(), Set.of(), false));
    }

    @Override
    public PinState state(PinId pin) throws GpioException {
        enter(pin);
        synchronized (this) {
            looks.merge(pin, 1, Integer::sum);
            var used = Optional.ofNullable(settings.get(pin));
            return new PinState(
                    description(pin.number()),
                    "",
                    used.orElse(PinSettings.UNUSED),
                    used.map(it -> level(pin.number())),
                    Optional.empty(),
                    new Sensing(Duration.ZERO),
                    sequence(pin.number()),
                    Optional.empty(),
                    used.map(it -> PinState.CONSUMER),
                    false,
                    Optional.empty());
        }
    }

    @Override
    public Map<PinId, Level> read(Set<PinId> pins) throws GpioException {
        var read = new TreeMap<PinId, Level>();
        for (var pin : pins) {
            enter(pin);
            synchronized (this) {
                if (!settings.containsKey(pin)) {
                    throw new PinNotConfiguredException(pin);
                }
                read.put(pin, level(pin.number()));
            }
        }
        return read;
    }

    @Override
    public void write(Map<PinId, Level> wanted) throws GpioException {
        for (var write : wanted.entrySet()) {
            enter(write.getKey());
            synchronized (this) {
                var use = settings.get(write.getKey());
                if (use == null) {
                    throw new PinNotConfiguredException(write.getKey());
                }
                if (!(use instanceof PinSettings.Output)) {
                    throw new PinCapabilityException(write.getKey(), "not an output");
                }
                if (level(write.getKey().number()) != write.getValue()) {
                    edge(write.getKey(), write.getValue());
                }
            }
        }
    }

    @Override
    public void configure(PinId pin, PinSettings changed) {
        configure(pin.number(), changed);
    }

    @Override
    public void close() {
        core.shutdownNow();
    }
}
