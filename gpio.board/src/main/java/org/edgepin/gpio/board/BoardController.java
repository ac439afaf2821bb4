// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Owner<S> owner;
    private final Map<Integer, PinSettings> used = new ConcurrentHashMap<>();
    private final Map<Integer, GpioException> refused = new ConcurrentHashMap<>();
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile Wanted wanted;
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
        this.wanted = wanted;
        this.outlet = outlet;
        this.owner = owner;
    }

    /** Takes an open board into use. */
    synchronized void start(Hardware<S> opened) throws IOException {
        hardware = opened;
        publish(apply(opened, wanted.settings()));
    }

    /** Makes the pins differ from before only where the plans do. */
    synchronized void change(NavigableMap<Integer, PinPlan> plans) throws IOException {
        var before = wanted;
        wanted = before.planned(plans);
        var settings = new TreeMap<Integer, PinSettings>();
        var changed = new TreeSet<Integer>();
        pins.keySet().forEach(number -> {
            if (!wanted.of(number).equals(before.of(number))) {
                settings.put(number, wanted.of(number));
            }
            if (wanted.plan(number).differsInWords(before.plan(number))) {
                changed.add(number);
            }
        });
        changed.addAll(apply(hardware, settings));
        publish(changed);
    }

    /** Tries the pins that could not have their settings once more. */
    synchronized void retryRefused() throws IOException {
        var settings = new TreeMap<Integer, PinSettings>();
        refused.keySet().forEach(number -> settings.put(number, wanted.of(number)));
        publish(apply(hardware, settings));
    }

    /** Returns what is wrong with the pins that could not have their settings. */
    NavigableMap<Integer, String> refused() {
        var problems = new TreeMap<Integer, String>();
        refused.forEach((number, refusal) -> problems.put(number, String.valueOf(refusal.getMessage())));
        return problems;
    }

    /** Returns the settings of the pins in use. */
    Map<Integer, PinSettings> used() {
        return Map.copyOf(used);
    }

    /** Returns what the pins shall be, whether they are or not. */
    Wanted wanted() {
        return wanted;
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
            var plan = wanted.plan(number);
            var settings = used.get(number);
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
                        Optional.ofNullable(refused.get(number))
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
            var changes = changes(opened, numbers);
            try {
                opened.write(numbers);
            } catch (IOException e) {
                throw failed("cannot write " + joined(levels.keySet()), e);
            }
            report(changes);
        }
    }

    /** Which of these levels outputs are not driven to yet. */
    private static <S> Map<Integer, Level> changes(Hardware<S> opened, SortedMap<Integer, Level> levels) {
        var changes = new LinkedHashMap<Integer, Level>();
        levels.forEach((number, level) -> {
            if (opened.driven(number).filter(before -> before != level).isPresent()) {
                changes.put(number, level);
            }
        });
        return changes;
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
            if (wanted.plan(id.number()).locked()) {
                throw new PinCapabilityException(id, "locked by the board's configuration");
            }
            var wantedBefore = wanted;
            var refusedBefore = Map.copyOf(refused);
            try {
                choose(opened, id.number(), settings);
            } catch (IOException e) {
                wanted = wantedBefore;
                throw failed("cannot configure " + id, e);
            } finally {
                if (!refused.equals(refusedBefore)) {
                    owner.refusedChanged(this);
                }
            }
        }
    }

    /** Under the lock. */
    private void choose(Hardware<S> opened, int number, PinSettings chosen) throws GpioException, IOException {
        var before = wanted.of(number);
        wanted = wanted.with(number, chosen);
        var changed = new TreeSet<>(apply(opened, new TreeMap<>(Map.of(number, chosen))));
        var refusal = refused.get(number);
        if (refusal != null) {
            wanted = wanted.with(number, before);
            changed.addAll(apply(opened, new TreeMap<>(Map.of(number, before))));
        }
        publish(changed);
        if (refusal != null) {
            throw refusal;
        }
    }

    /**
     * Gives pins settings and keeps the account of which have them. What is not in use needs no
     * hardware to become unused. Under the lock.
     *
     * @return the pins that are not what they were before
     */
    private Set<Integer> apply(@Nullable Hardware<S> opened, NavigableMap<Integer, PinSettings> settings)
            throws IOException {
        if (opened == null) {
            return Set.of();
        }
        var touched = new TreeMap<>(settings);
        touched.entrySet().removeIf(it -> it.getValue().equals(PinSettings.UNUSED) && !used.containsKey(it.getKey()));
        var before = levels(opened, touched);
        var refusals = touched.isEmpty() ? Map.<Integer, GpioException>of() : opened.configure(touched);
        var changed = new TreeSet<Integer>();
        settings.forEach((number, asked) -> {
            var refusal = refusals.get(number);
            var settled = PinSettings.UNUSED;
            if (refusal == null) {
                // the level to start with has been driven
                settled = StartLevels.ignoring(asked);
                wanted = wanted.with(number, settled);
            }
            if (account(number, settled, refusal)) {
                changed.add(number);
            }
        });
        reportDriven(before, driven(opened, settings.keySet()));
        return changed;
    }

    private boolean account(int number, PinSettings settled, @Nullable GpioException refusal) {
        var unused = settled.equals(PinSettings.UNUSED);
        var usedBefore = unused ? used.remove(number) : used.put(number, settled);
        var refusedBefore = refusal == null ? refused.remove(number) : refused.put(number, refusal);
        return !settled.equals(usedBefore == null ? PinSettings.UNUSED : usedBefore)
                || !message(refusal).equals(message(refusedBefore));
    }

    private static String message(@Nullable GpioException refusal) {
        return refusal == null ? "" : String.valueOf(refusal.getMessage());
    }

    /** What was known to the outside of pins that become outputs, which may be an edge. */
    private Map<Integer, Level> levels(Hardware<S> opened, NavigableMap<Integer, PinSettings> settings)
            throws IOException {
        var outputs = new TreeSet<Integer>();
        var inputs = new TreeSet<Integer>();
        settings.forEach((number, asked) -> {
            if (asked instanceof PinSettings.Output && used.get(number) instanceof PinSettings.Output) {
                outputs.add(number);
            } else if (asked instanceof PinSettings.Output && used.get(number) instanceof PinSettings.Input) {
                inputs.add(number);
            }
        });
        var levels = driven(opened, outputs);
        if (!inputs.isEmpty()) {
            levels.putAll(opened.read(inputs));
        }
        return levels;
    }

    private static <S> SortedMap<Integer, Level> driven(Hardware<S> opened, Set<Integer> numbers) {
        var levels = new TreeMap<Integer, Level>();
        numbers.forEach(number -> opened.driven(number).ifPresent(level -> levels.put(number, level)));
        return levels;
    }

    private void reportDriven(Map<Integer, Level> before, SortedMap<Integer, Level> after) {
        var changes = new LinkedHashMap<Integer, Level>();
        after.forEach((number, level) -> {
            var levelBefore = before.get(number);
            if (levelBefore != null && levelBefore != level) {
                changes.put(number, level);
            }
        });
        report(changes);
    }

    /** Under the lock, so that the edges of an output are in the order of its writes. */
    private void report(Map<Integer, Level> changes) {
        if (!changes.isEmpty()) {
            var time = Instant.now();
            var nanoTime = System.nanoTime();
            changes.forEach((number, level) -> outlet.edge(id(number), Edge.to(level), time, nanoTime));
        }
    }

    private void publish(Set<Integer> changed) {
        changed.forEach(number -> outlet.publish(new PinChange(id(number))));
    }

    @Override
    public void edge(int number, Edge edge, Instant time, long nanoTime) {
        if (!retired
                && used.get(number) instanceof PinSettings.Input input
                && input.edges().contains(edge)) {
            outlet.edge(id(number), edge, time, nanoTime);
        }
    }

    @Override
    public void lost(int number, long count) {
        if (!retired
                && used.get(number) instanceof PinSettings.Input input
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
        var settings = used.get(id.number());
        if (settings != null) {
            return settings;
        }
        var refusal = refused.get(id.number());
        throw refusal != null ? refusal : new PinNotConfiguredException(id);
    }

    private PinId id(int number) {
        var pin = pins.get(number);
        return pin == null ? new PinId(board, number) : pin.id();
    }
}
