// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.GpioHardwareException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.LineBusyException;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.Sensing;
import org.edgepin.gpio.board.Hardware;
import org.edgepin.gpio.board.HardwareEvents;
import org.edgepin.linux.Errno;
import org.edgepin.linux.GpioChip;
import org.edgepin.linux.LineInfo;
import org.edgepin.linux.LineWatch;
import org.edgepin.linux.LinuxException;

/**
 * The lines of one chip, in groups; docs/decisions/line-groups.md says why.
 *
 * <p>A line cannot leave its group while the group is used: it is parked then, and taken into use
 * again where it is. One that was refused new settings keeps those that it has until it is configured
 * anew, as an output must not click because of a refusal.
 */
final class RpiHardware implements Hardware<RpiSettings> {

    private final String board;
    private final GpioChip chip;
    private final String model;
    private final HardwareEvents events;
    private final LineWatch watch;
    private final Thread watcher;
    /** By pin: of each line that is held, used or not. */
    private final Map<Integer, LineGroup> groups = new ConcurrentHashMap<>();

    private final Set<Integer> used = ConcurrentHashMap.newKeySet();
    /** The pins that were refused new settings and are to be parked unless they get some. */
    private final Set<Integer> refusedInUse = new HashSet<>();
    /** The outputs that were sensed to have another level than they are driven to. */
    private final Set<Integer> differing = ConcurrentHashMap.newKeySet();

    /** Takes over the chip; if this fails, it is not closed. */
    RpiHardware(String board, GpioChip chip, String model, HardwareEvents events) throws LinuxException {
        this.board = board;
        this.chip = chip;
        this.model = model;
        this.events = events;
        // of no line: it only tells when the chip has gone
        this.watch = chip.watch(Set.of());
        this.watcher = Threads.start("chip " + board, this::watch);
    }

    private void watch() {
        try {
            while (!watch.isClosed()) {
                watch.next();
            }
        } catch (LinuxException e) {
            events.failed(e);
        }
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public String location() {
        return Chips.title(chip.info());
    }

    @Override
    public Sensing sensing(int pin) {
        return Sensing.INTERRUPT;
    }

    @Override
    public Map<Integer, GpioException> configure(NavigableMap<Integer, PinSettings> settings) throws IOException {
        var refused = new TreeMap<Integer, GpioException>();
        var all = new TreeMap<>(settings);
        refusedInUse.forEach(pin -> all.putIfAbsent(pin, PinSettings.UNUSED));
        refusedInUse.clear();
        var held = new LinkedHashMap<LineGroup, NavigableMap<Integer, PinSettings>>();
        var fresh = new TreeMap<Integer, PinSettings>();
        all.forEach((pin, wanted) -> {
            var group = groups.get(pin);
            if (group != null) {
                held.computeIfAbsent(group, it -> new TreeMap<>()).put(pin, wanted);
            } else if (!wanted.equals(PinSettings.UNUSED)) {
                fresh.put(pin, wanted);
            }
        });
        for (var change : held.entrySet()) {
            change(change.getKey(), change.getValue(), refused);
        }
        for (var part : Grouping.of(fresh)) {
            request(part, refused);
        }
        return refused;
    }

    private void change(LineGroup group, NavigableMap<Integer, PinSettings> pins, Map<Integer, GpioException> refused)
            throws IOException {
        pins.forEach((pin, wanted) -> {
            if (wanted.equals(PinSettings.UNUSED)) {
                used.remove(pin);
                differing.remove(pin);
            } else {
                used.add(pin);
            }
        });
        if (used.stream().noneMatch(pin -> groups.get(pin) == group)) {
            group.pins().forEach(groups::remove);
            group.close();
            return;
        }
        try {
            group.configure(pins);
        } catch (LinuxException | IllegalArgumentException e) {
            requirePresent(e);
            if (pins.size() == 1) {
                int pin = pins.firstKey();
                used.remove(pin);
                refusedInUse.add(pin);
                refused.put(pin, refusal(pin, e));
                return;
            }
            for (var pin : pins.entrySet()) {
                change(group, new TreeMap<>(Map.of(pin.getKey(), pin.getValue())), refused);
            }
        }
    }

    /** Takes lines that nobody of us holds. */
    private void request(SortedMap<Integer, PinSettings> pins, Map<Integer, GpioException> refused) throws IOException {
        try {
            var group = LineGroup.request(board, chip, pins, events);
            pins.keySet().forEach(pin -> groups.put(pin, group));
            used.addAll(pins.keySet());
        } catch (LinuxException e) {
            requirePresent(e);
            if (e.errno() == Errno.EBUSY) {
                requestOthers(pins, e, refused);
            } else if (pins.size() == 1) {
                refused.put(pins.firstKey(), refusal(pins.firstKey(), e));
            } else {
                // one of them is to blame, and the kernel does not say which
                for (var pin : pins.entrySet()) {
                    request(new TreeMap<>(Map.of(pin.getKey(), pin.getValue())), refused);
                }
            }
        }
    }

    private void requestOthers(
            SortedMap<Integer, PinSettings> pins, LinuxException busy, Map<Integer, GpioException> refused)
            throws IOException {
        var others = new TreeMap<>(pins);
        for (var pin : pins.keySet()) {
            var holder = holder(pin);
            if (holder.isPresent()) {
                others.remove(pin);
                refused.put(pin, new LineBusyException(id(pin), holder.get()));
            }
        }
        if (others.size() == pins.size()) {
            // the holder has let go meanwhile; they are tried again soon, and together
            pins.keySet().forEach(pin -> refused.put(pin, refusal(pin, busy)));
        } else if (!others.isEmpty()) {
            request(others, refused);
        }
    }

    private Optional<String> holder(int pin) throws LinuxException {
        LineInfo line = chip.line(pin);
        return line.used() ? Optional.of(line.consumer().isEmpty() ? "kernel" : line.consumer()) : Optional.empty();
    }

    private GpioException refusal(int pin, Exception cause) {
        return cause instanceof LinuxException
                ? new GpioHardwareException("cannot configure " + id(pin), cause)
                : new PinCapabilityException(
                        id(pin),
                        "differs too much from the pins that it was requested with: restart the board to group them"
                                + " anew");
    }

    private PinId id(int pin) {
        return new PinId(board, pin);
    }

    private static void requirePresent(Exception e) throws LinuxException {
        if (e instanceof LinuxException failure && failure.errno() == Errno.ENODEV) {
            throw failure;
        }
    }

    @Override
    public Map<Integer, Level> read(Set<Integer> pins) throws IOException {
        var levels = new TreeMap<Integer, Level>();
        var only = onlyGroup(pins);
        if (only.isPresent()) {
            only.get().read(pins, levels);
        } else {
            for (var part : byGroup(pins).entrySet()) {
                part.getKey().read(part.getValue(), levels);
            }
        }
        levels.forEach(this::compare);
        return levels;
    }

    /** An output that is held from outside does not have the level that it is driven to. */
    private void compare(int pin, Level sensed) {
        var differs = driven(pin).filter(level -> level != sensed).isPresent();
        if (differs ? differing.add(pin) : differing.remove(pin)) {
            events.changed(pin);
        }
    }

    /** All outputs are usually in one group; then there is nothing to sort. */
    @Override
    public void write(Map<Integer, Level> levels) throws IOException {
        var only = onlyGroup(levels.keySet());
        if (only.isPresent()) {
            only.get().write(levels);
            return;
        }
        for (var part : byGroup(levels.keySet()).entrySet()) {
            var some = new TreeMap<>(levels);
            some.keySet().retainAll(part.getValue());
            part.getKey().write(some);
        }
    }

    private Optional<LineGroup> onlyGroup(Set<Integer> pins) {
        LineGroup only = null;
        for (var pin : pins) {
            var group = groups.get(pin);
            if (group == null || (only != null && only != group)) {
                return Optional.empty();
            }
            only = group;
        }
        return Optional.ofNullable(only);
    }

    private Map<LineGroup, Set<Integer>> byGroup(Collection<Integer> pins) {
        var parts = new LinkedHashMap<LineGroup, Set<Integer>>();
        for (var pin : new TreeSet<>(pins)) {
            var group = groups.get(pin);
            if (group == null) {
                throw new IllegalArgumentException("not in use: " + id(pin));
            }
            parts.computeIfAbsent(group, it -> new LinkedHashSet<>()).add(pin);
        }
        return parts;
    }

    @Override
    public Optional<Level> driven(int pin) {
        var group = groups.get(pin);
        return group != null && used.contains(pin) ? group.driven(pin) : Optional.empty();
    }

    /** A line that is parked is ours. */
    @Override
    public Optional<String> consumer(int pin) throws IOException {
        return groups.containsKey(pin) ? Optional.empty() : holder(pin);
    }

    @Override
    public Optional<String> problem(int pin) {
        return differing.contains(pin)
                ? driven(pin).map(level -> "driven " + level + ", sensed " + level.inverse())
                : Optional.empty();
    }

    /** Other words for the same chip change nothing. */
    @Override
    public boolean accept(RpiSettings settings) throws IOException {
        try (var found = Chips.open(settings)) {
            return found.info().equals(chip.info());
        }
    }

    /** The watch goes first: see {@link LineWatch} on chips that have gone. */
    @Override
    public void close() {
        watch.close();
        new HashSet<>(groups.values()).forEach(LineGroup::close);
        groups.clear();
        chip.close();
        Threads.end(watcher);
    }
}
