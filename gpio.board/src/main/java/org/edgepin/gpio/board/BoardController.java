// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.GpioController;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.GpioHardwareException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.NoSuchPinException;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinNotConfiguredException;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.jspecify.annotations.Nullable;

/**
 * The checks and the bookkeeping of a board that is up, so that a provider is only its hardware.
 *
 * <p>Calls take the lock of this object, one after another, and hold it as long as the hardware
 * takes. Edges of inputs come on the hardware's threads and take only the lock of the outlet, so the
 * hardware may be closed under the lock while its threads report.
 */
final class BoardController<S> implements GpioController, HardwareEvents {

    private final String board;
    private final NavigableMap<Integer, Pin> pins;
    private final EdgeOutlet outlet;
    private final Supplier<BoardStatus> status;
    private final BiConsumer<BoardController<S>, IOException> failure;
    private final Map<Integer, PinSettings> used = new ConcurrentHashMap<>();
    private final Map<Integer, GpioException> refused = new ConcurrentHashMap<>();
    private volatile NavigableMap<Integer, PinPlan> plans = new TreeMap<>();
    private volatile @Nullable Hardware<S> hardware;

    /**
     * @param failure told that the board no longer answers; from any thread
     */
    BoardController(
            String board,
            NavigableMap<Integer, Pin> pins,
            EdgeOutlet outlet,
            Supplier<BoardStatus> status,
            BiConsumer<BoardController<S>, IOException> failure) {
        this.board = board;
        this.pins = pins;
        this.outlet = outlet;
        this.status = status;
        this.failure = failure;
    }

    /** Takes an open board into use: with the settings of another controller before, or those of the plans. */
    synchronized void start(
            Hardware<S> opened, NavigableMap<Integer, PinPlan> plans, NavigableMap<Integer, PinSettings> settings)
            throws IOException {
        hardware = opened;
        this.plans = plans;
        configure(opened, settings);
    }

    /** Makes the pins differ from before only where the plans do. */
    synchronized void change(NavigableMap<Integer, PinPlan> changed) throws IOException {
        var before = plans;
        plans = changed;
        var settings = new TreeMap<Integer, PinSettings>();
        pins.keySet().forEach(number -> {
            var old = before.getOrDefault(number, PinPlan.UNUSED);
            var now = changed.getOrDefault(number, PinPlan.UNUSED);
            if (!StartLevels.ignoring(old.settings()).equals(StartLevels.ignoring(now.settings()))) {
                settings.put(number, afterStart(old.settings(), now.settings()));
            } else if (!old.equals(now)) {
                outlet.publish(new PinChange(id(number)));
            }
        });
        var opened = hardware;
        if (opened != null && !settings.isEmpty()) {
            configure(opened, settings);
        }
    }

    /** An output that stays one keeps its level: the level to start with is not a command. */
    private static PinSettings afterStart(PinSettings old, PinSettings now) {
        return old instanceof PinSettings.Output ? StartLevels.ignoring(now) : now;
    }

    /** Tries the pins that could not have their settings once more. */
    synchronized void retryRefused() throws IOException {
        var settings = new TreeMap<Integer, PinSettings>();
        refused.keySet()
                .forEach(number -> settings.put(
                        number, plans.getOrDefault(number, PinPlan.UNUSED).settings()));
        var opened = hardware;
        if (opened != null && !settings.isEmpty()) {
            configure(opened, settings);
        }
    }

    /** Returns the pins that could not have their settings, with the reason. */
    Map<Integer, GpioException> refused() {
        return Map.copyOf(refused);
    }

    /** Returns the settings of the pins in use. */
    NavigableMap<Integer, PinSettings> used() {
        return new TreeMap<>(used);
    }

    boolean accept(S settings) throws IOException {
        synchronized (this) {
            var opened = hardware;
            return opened != null && opened.accept(settings);
        }
    }

    /** Gives the board back. Calls that wait and all later ones fail with {@link BoardAwayException}. */
    synchronized void close() {
        var opened = hardware;
        hardware = null;
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    public List<BoardStatus> boards() {
        return List.of(status.get());
    }

    @Override
    public List<Pin> pins() {
        return List.copyOf(pins.values());
    }

    @Override
    public PinState state(PinId id) throws GpioException {
        var pin = pin(id);
        var number = id.number();
        // before the level: an edge in between is then seen twice, with the same level, and not missed
        var newest = outlet.newest(id);
        synchronized (this) {
            var opened = opened();
            var plan = plans.getOrDefault(number, PinPlan.UNUSED);
            var settings = used.getOrDefault(number, PinSettings.UNUSED);
            try {
                var isUsed = used.containsKey(number);
                return new PinState(
                        pin,
                        plan.name(),
                        settings,
                        isUsed ? Optional.ofNullable(opened.read(Set.of(number)).get(number)) : Optional.empty(),
                        opened.driven(number),
                        opened.sensing(number),
                        newest.sequence(),
                        newest.time(),
                        isUsed ? Optional.of(PinState.CONSUMER) : opened.consumer(number),
                        plan.locked(),
                        Optional.ofNullable(refused.get(number))
                                .map(BoardController::reason)
                                .or(() -> opened.problem(number)));
            } catch (IOException e) {
                throw failed("cannot read " + id, e);
            }
        }
    }

    /** The message without the pin's name, which the reader has already. */
    private static String reason(GpioException refusal) {
        return String.valueOf(refusal.getMessage()).replaceFirst("^[^ ]+: ", "");
    }

    @Override
    public Map<PinId, Level> read(Set<PinId> ids) throws GpioException {
        for (var id : ids) {
            pin(id);
        }
        synchronized (this) {
            var opened = opened();
            var numbers = new TreeMap<Integer, PinId>();
            for (var id : ids) {
                settings(id);
                numbers.put(id.number(), id);
            }
            try {
                var levels = new TreeMap<PinId, Level>();
                opened.read(numbers.keySet()).forEach((number, level) -> levels.put(id(number), level));
                return levels;
            } catch (IOException e) {
                throw failed("cannot read " + numbers.values(), e);
            }
        }
    }

    @Override
    public void write(Map<PinId, Level> levels) throws GpioException {
        for (var id : levels.keySet()) {
            pin(id);
        }
        synchronized (this) {
            var opened = opened();
            var numbers = new TreeMap<Integer, Level>();
            for (var write : levels.entrySet()) {
                if (!(settings(write.getKey()) instanceof PinSettings.Output)) {
                    throw new PinCapabilityException(write.getKey(), "not an output");
                }
                numbers.put(write.getKey().number(), write.getValue());
            }
            if (numbers.isEmpty()) {
                return;
            }
            var before = driven(opened, numbers.keySet());
            try {
                opened.write(numbers);
            } catch (IOException e) {
                throw failed("cannot write " + levels.keySet(), e);
            }
            reportDriven(before, driven(opened, numbers.keySet()));
        }
    }

    @Override
    public void configure(PinId id, PinSettings settings) throws GpioException {
        var refusal = pin(id).capabilities().refusal(settings);
        if (refusal.isPresent()) {
            throw new PinCapabilityException(id, refusal.get());
        }
        synchronized (this) {
            var opened = opened();
            if (plans.getOrDefault(id.number(), PinPlan.UNUSED).locked()) {
                throw new PinCapabilityException(id, "locked by the board's configuration");
            }
            try {
                configure(opened, new TreeMap<>(Map.of(id.number(), settings)));
            } catch (IOException e) {
                throw failed("cannot configure " + id, e);
            }
            var refusedNow = refused.get(id.number());
            if (refusedNow != null) {
                throw refusedNow;
            }
        }
    }

    /** Under the lock. */
    private void configure(Hardware<S> opened, NavigableMap<Integer, PinSettings> settings) throws IOException {
        var before = levels(opened, settings.keySet());
        var failures = opened.configure(settings);
        settings.forEach((number, wanted) -> {
            var failure = failures.get(number);
            if (failure != null) {
                refused.put(number, failure);
                used.remove(number);
            } else {
                refused.remove(number);
                if (wanted.equals(PinSettings.UNUSED)) {
                    used.remove(number);
                } else {
                    used.put(number, wanted);
                }
            }
        });
        reportDriven(before, driven(opened, settings.keySet()));
        settings.keySet().forEach(number -> outlet.publish(new PinChange(id(number))));
    }

    /** What the outside world saw of pins before they changed: a new output may be an edge. */
    private Map<Integer, Level> levels(Hardware<S> opened, Set<Integer> numbers) throws IOException {
        var known = new TreeMap<>(used).keySet();
        known.retainAll(numbers);
        return known.isEmpty() ? Map.of() : opened.read(known);
    }

    private static <S> Map<Integer, Level> driven(Hardware<S> opened, Set<Integer> numbers) {
        var levels = new HashMap<Integer, Level>();
        numbers.forEach(number -> opened.driven(number).ifPresent(level -> levels.put(number, level)));
        return levels;
    }

    /** Under the lock, so that the edges of an output are in the order of its writes. */
    private void reportDriven(Map<Integer, Level> before, Map<Integer, Level> after) {
        var time = Instant.now();
        var nanoTime = System.nanoTime();
        new TreeMap<>(after).forEach((number, level) -> {
            var levelBefore = before.get(number);
            if (levelBefore != null && levelBefore != level) {
                outlet.edge(id(number), Edge.to(level), time, nanoTime);
            }
        });
    }

    @Override
    public void edge(int number, Edge edge, Instant time, long nanoTime) {
        if (used.get(number) instanceof PinSettings.Input input && input.edges().contains(edge)) {
            outlet.edge(id(number), edge, time, nanoTime);
        }
    }

    @Override
    public void lost(int number, long count) {
        outlet.lost(id(number), count);
    }

    @Override
    public void changed(int number) {
        outlet.publish(new PinChange(id(number)));
    }

    @Override
    public void failed(IOException cause) {
        failure.accept(this, cause);
    }

    private GpioException failed(String attempt, IOException cause) {
        failed(cause);
        return new GpioHardwareException(attempt, cause);
    }

    private Hardware<S> opened() throws BoardAwayException {
        var opened = hardware;
        if (opened == null) {
            throw new BoardAwayException(board, status.get().problem().orElse(""));
        }
        return opened;
    }

    private Pin pin(PinId id) throws NoSuchPinException {
        var pin = id.board().equals(board) ? pins.get(id.number()) : null;
        if (pin == null) {
            throw new NoSuchPinException(id);
        }
        return pin;
    }

    private PinSettings settings(PinId id) throws GpioException {
        var settings = used.get(id.number());
        if (settings != null) {
            return settings;
        }
        var refusal = refused.get(id.number());
        throw refusal != null ? refusal : new PinNotConfiguredException(id);
    }

    private PinId id(int number) {
        return new PinId(board, number);
    }
}
