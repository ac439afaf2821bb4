// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
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
 * A board that is up, as the world calls it: checks each call, so that a provider is only its
 * hardware, and sorts what the hardware reports.
 *
 * <p>Calls take the lock of this object, one after another, and hold it as long as the hardware
 * takes. Edges of inputs come on the hardware's threads and take only the lock of the outlet, so the
 * hardware may be closed under the lock while its threads report.
 */
final class BoardController<S> implements GpioController, HardwareEvents {

    private final String board;
    private final NavigableMap<Integer, Pin> pins;
    private final EdgeOutlet outlet;
    private final Owner<S> owner;
    private final PinReconciler reconciler;
    private final OutputEdges outputs;
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile boolean retired;
    private @Nullable Hardware<S> hardware;

    /** Who opens and closes the board. Told from any thread; never blocks. */
    interface Owner<S> {

        BoardStatus status();

        /** The board no longer answers. Told once. */
        void failed(BoardController<S> controller, IOException cause);

        /** Which pins are {@link #refused()} has changed. */
        void refusedChanged(BoardController<S> controller);
    }

    BoardController(String board, NavigableMap<Integer, Pin> pins, Wanted wanted, EdgeOutlet outlet, Owner<S> owner) {
        this.board = board;
        this.pins = Collections.unmodifiableNavigableMap(new TreeMap<>(pins));
        this.outlet = outlet;
        this.owner = owner;
        this.reconciler = new PinReconciler(board, wanted, outlet);
        this.outputs = new OutputEdges(board, outlet);
    }

    /** Takes an open board into use. */
    synchronized void start(Hardware<S> opened) throws IOException {
        hardware = opened;
        reconciler.start(opened);
    }

    /** Makes the pins differ from before only where the plans do. */
    synchronized void change(NavigableMap<Integer, PinPlan> plans) throws IOException {
        reconciler.change(hardware, plans, pins.keySet());
    }

    /** Tries the pins that could not have their settings once more. */
    synchronized void retryRefused() throws IOException {
        reconciler.retryRefused(hardware);
    }

    /** Returns what is wrong with the pins that could not have their settings. */
    NavigableMap<Integer, String> refused() {
        var problems = new TreeMap<Integer, String>();
        reconciler.refused().forEach((pin, refusal) -> problems.put(pin, String.valueOf(refusal.getMessage())));
        return problems;
    }

    /** Returns the settings of the pins in use. */
    Map<Integer, PinSettings> used() {
        return reconciler.used();
    }

    /** Returns what the pins shall be, whether they are or not. */
    Wanted wanted() {
        return reconciler.wanted();
    }

    /** Returns the pins by number. */
    NavigableMap<Integer, Pin> pinsByNumber() {
        return pins;
    }

    /** Hands changed settings of the provider's own to the hardware; returns whether it took them. */
    synchronized boolean accept(S settings) throws IOException {
        return hardware != null && hardware.accept(settings);
    }

    /** From now on all calls fail with {@link BoardAwayException} and nothing is reported. Never blocks. */
    void retire() {
        retired = true;
    }

    /** Retires and gives the board back, as soon as the call that is under way returns. */
    void close() {
        retire();
        synchronized (this) {
            var opened = hardware;
            hardware = null;
            if (opened != null) {
                opened.close();
            }
        }
    }

    @Override
    public List<BoardStatus> boards() {
        return List.of(owner.status());
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
            var plan = reconciler.wanted().plan(number);
            var settings = reconciler.used(number);
            try {
                return new PinState(
                        pin,
                        plan.name(),
                        settings == null ? PinSettings.UNUSED : settings,
                        settings == null
                                ? Optional.empty()
                                : Optional.ofNullable(
                                        opened.read(Set.of(number)).get(number)),
                        opened.driven(number),
                        opened.sensing(number),
                        newest.sequence(),
                        newest.time(),
                        settings == null ? opened.consumer(number) : Optional.of(PinState.CONSUMER),
                        plan.locked(),
                        reconciler
                                .refused(number)
                                .map(refusal -> withoutName(id, String.valueOf(refusal.getMessage())))
                                .or(() -> opened.problem(number)));
            } catch (IOException e) {
                throw failed("cannot read " + id, e);
            }
        }
    }

    /** The reader has the pin's name already. */
    private static String withoutName(PinId id, String message) {
        var name = id + ": ";
        return message.startsWith(name) ? message.substring(name.length()) : message;
    }

    @Override
    public Map<PinId, Level> read(Set<PinId> ids) throws GpioException {
        for (var id : ids) {
            pin(id);
        }
        synchronized (this) {
            var opened = opened();
            var numbers = new TreeSet<Integer>();
            for (var id : ids) {
                settings(id);
                numbers.add(id.number());
            }
            var levels = new TreeMap<PinId, Level>();
            try {
                if (!numbers.isEmpty()) {
                    opened.read(numbers).forEach((number, level) -> levels.put(id(number), level));
                }
            } catch (IOException e) {
                throw failed("cannot read " + joined(ids), e);
            }
            return levels;
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
            var changes = OutputEdges.changes(opened, numbers);
            try {
                opened.write(numbers);
            } catch (IOException e) {
                throw failed("cannot write " + joined(levels.keySet()), e);
            }
            outputs.report(changes);
        }
    }

    private static String joined(Collection<PinId> ids) {
        return ids.stream().sorted().map(PinId::toString).collect(Collectors.joining(", "));
    }

    /** A pin that cannot have the settings keeps those that it had. */
    @Override
    public void configure(PinId id, PinSettings settings) throws GpioException {
        var refusal = pin(id).capabilities().refusal(settings);
        if (refusal.isPresent()) {
            throw new PinCapabilityException(id, refusal.get());
        }
        synchronized (this) {
            var opened = opened();
            if (reconciler.wanted().plan(id.number()).locked()) {
                throw new PinCapabilityException(id, "locked by the board's configuration");
            }
            var refusedBefore = reconciler.refused();
            try {
                reconciler.choose(opened, id.number(), settings);
            } catch (IOException e) {
                throw failed("cannot configure " + id, e);
            } finally {
                if (!reconciler.refused().equals(refusedBefore)) {
                    owner.refusedChanged(this);
                }
            }
        }
    }

    @Override
    public void edge(int number, Edge edge, Instant time, long nanoTime) {
        if (!retired
                && reconciler.used(number) instanceof PinSettings.Input input
                && input.edges().contains(edge)) {
            outlet.edge(id(number), edge, time, nanoTime);
        }
    }

    @Override
    public void lost(int number, long count) {
        if (!retired
                && reconciler.used(number) instanceof PinSettings.Input input
                && !input.edges().isEmpty()) {
            outlet.lost(id(number), count);
        }
    }

    @Override
    public void changed(int number) {
        if (!retired && pins.containsKey(number)) {
            outlet.publish(new PinChange(id(number)));
        }
    }

    @Override
    public void failed(IOException cause) {
        if (!retired && failed.compareAndSet(false, true)) {
            owner.failed(this, cause);
        }
    }

    private GpioException failed(String attempt, IOException cause) {
        failed(cause);
        return new GpioHardwareException(attempt, cause);
    }

    private Hardware<S> opened() throws BoardAwayException {
        var opened = hardware;
        if (retired || opened == null) {
            throw new BoardAwayException(board, owner.status().problem().orElse(""));
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
        var settings = reconciler.used(id.number());
        if (settings == null) {
            throw reconciler.refused(id.number()).orElseGet(() -> new PinNotConfiguredException(id));
        }
        return settings;
    }

    private PinId id(int number) {
        return new PinId(board, number);
    }
}
