// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.jspecify.annotations.Nullable;

/**
 * Brings the pins of an open board from what they are to what they shall be, and keeps the account of
 * both: a pin is used with its settings, or refused with the reason, or neither. It touches only the
 * pins that differ, and publishes which have changed.
 *
 * <p>What changes something is called under the lock of the {@link BoardController}; the account may
 * be read by any thread.
 */
final class PinReconciler {

    private final String board;
    private final EdgeOutlet outlet;
    private final OutputEdges outputs;
    private final Map<Integer, PinSettings> used = new ConcurrentHashMap<>();
    private final Map<Integer, GpioException> refused = new ConcurrentHashMap<>();
    private volatile Wanted wanted;

    PinReconciler(String board, Wanted wanted, EdgeOutlet outlet) {
        this.board = board;
        this.wanted = wanted;
        this.outlet = outlet;
        this.outputs = new OutputEdges(board, outlet);
    }

    /** Returns what the pins shall be, whether they are or not. */
    Wanted wanted() {
        return wanted;
    }

    /** Returns the settings of the pins in use. */
    Map<Integer, PinSettings> used() {
        return Map.copyOf(used);
    }

    /** Returns the settings of a pin, null if it is not in use. */
    @Nullable
    PinSettings used(int pin) {
        return used.get(pin);
    }

    /** Returns why pins could not have their settings. */
    Map<Integer, GpioException> refused() {
        return Map.copyOf(refused);
    }

    /** Returns why a pin could not have its settings; empty if it has them. */
    Optional<GpioException> refused(int pin) {
        return Optional.ofNullable(refused.get(pin));
    }

    /** Gives all pins what they shall be. */
    void start(Hardware<?> hardware) throws IOException {
        publish(apply(hardware, wanted.settings()));
    }

    /**
     * Makes the pins differ from before only where the plans do.
     *
     * @param hardware null for a board that has been closed, whose pins stay as they are
     */
    void change(@Nullable Hardware<?> hardware, NavigableMap<Integer, PinPlan> plans, Set<Integer> pins)
            throws IOException {
        var before = wanted;
        wanted = before.planned(plans);
        var settings = new TreeMap<Integer, PinSettings>();
        var changed = new TreeSet<Integer>();
        pins.forEach(pin -> {
            if (!wanted.of(pin).equals(before.of(pin))) {
                settings.put(pin, wanted.of(pin));
            }
            if (wanted.plan(pin).differsInWords(before.plan(pin))) {
                changed.add(pin);
            }
        });
        changed.addAll(apply(hardware, settings));
        publish(changed);
    }

    /** Tries the pins that could not have their settings once more; {@code hardware} as in {@link #change}. */
    void retryRefused(@Nullable Hardware<?> hardware) throws IOException {
        var settings = new TreeMap<Integer, PinSettings>();
        refused.keySet().forEach(pin -> settings.put(pin, wanted.of(pin)));
        publish(apply(hardware, settings));
    }

    /**
     * Gives a pin settings that a caller has chosen.
     *
     * @throws GpioException if it cannot have them; it keeps those that it had
     */
    void choose(Hardware<?> hardware, int pin, PinSettings chosen) throws GpioException, IOException {
        var before = wanted;
        try {
            wanted = before.with(pin, chosen);
            var changed = new TreeSet<>(apply(hardware, new TreeMap<>(Map.of(pin, chosen))));
            var refusal = refused.get(pin);
            if (refusal != null) {
                wanted = wanted.with(pin, before.of(pin));
                changed.addAll(apply(hardware, new TreeMap<>(Map.of(pin, before.of(pin)))));
            }
            publish(changed);
            if (refusal != null) {
                throw refusal;
            }
        } catch (IOException e) {
            wanted = before;
            throw e;
        }
    }

    /**
     * Gives pins settings and accounts for which have them. What is not in use needs no hardware to
     * become unused.
     *
     * @return the pins that are not what they were before
     */
    private Set<Integer> apply(@Nullable Hardware<?> hardware, NavigableMap<Integer, PinSettings> settings)
            throws IOException {
        if (hardware == null) {
            return Set.of();
        }
        var touched = new TreeMap<>(settings);
        touched.entrySet().removeIf(it -> it.getValue().equals(PinSettings.UNUSED) && !used.containsKey(it.getKey()));
        var before = levels(hardware, touched);
        var refusals = touched.isEmpty() ? Map.<Integer, GpioException>of() : hardware.configure(touched);
        var changed = new TreeSet<Integer>();
        settings.forEach((pin, asked) -> {
            var refusal = refusals.get(pin);
            var settled = PinSettings.UNUSED;
            if (refusal == null) {
                // the level to start with has been driven
                settled = StartLevels.ignoring(asked);
                wanted = wanted.with(pin, settled);
            }
            if (account(pin, settled, refusal)) {
                changed.add(pin);
            }
        });
        outputs.report(before, OutputEdges.driven(hardware, settings.keySet()));
        return changed;
    }

    private boolean account(int pin, PinSettings settled, @Nullable GpioException refusal) {
        var unused = settled.equals(PinSettings.UNUSED);
        var usedBefore = unused ? used.remove(pin) : used.put(pin, settled);
        var refusedBefore = refusal == null ? refused.remove(pin) : refused.put(pin, refusal);
        return !settled.equals(usedBefore == null ? PinSettings.UNUSED : usedBefore)
                || !message(refusal).equals(message(refusedBefore));
    }

    private static String message(@Nullable GpioException refusal) {
        return refusal == null ? "" : String.valueOf(refusal.getMessage());
    }

    /** What was known to the outside of pins that become outputs, which may be an edge. */
    private Map<Integer, Level> levels(Hardware<?> hardware, NavigableMap<Integer, PinSettings> settings)
            throws IOException {
        var outputsBefore = new TreeSet<Integer>();
        var inputsBefore = new TreeSet<Integer>();
        settings.forEach((pin, asked) -> {
            if (asked instanceof PinSettings.Output && used.get(pin) instanceof PinSettings.Output) {
                outputsBefore.add(pin);
            } else if (asked instanceof PinSettings.Output && used.get(pin) instanceof PinSettings.Input) {
                inputsBefore.add(pin);
            }
        });
        var levels = OutputEdges.driven(hardware, outputsBefore);
        if (!inputsBefore.isEmpty()) {
            levels.putAll(hardware.read(inputsBefore));
        }
        return levels;
    }

    private void publish(Set<Integer> changed) {
        changed.forEach(pin -> outlet.publish(new PinChange(new PinId(board, pin))));
    }
}
