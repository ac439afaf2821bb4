// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.lang.reflect.Array;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.board.KnownKeys.PinKey;

/**
 * Reads a board's configuration and collects everything that is wrong with it, each with its key,
 * its value and what would be right. The pins' grammar and the names in capitals are those of the
 * Raspberry Pi GPIO connector of AWS IoT Greengrass. Not thread-safe.
 */
public final class BoardConfiguration {

    /** Names a resource of the connector that the kernel's character device does not need. */
    private static final String IGNORED = "GpioMem-ResourceId";

    /** Put there by the framework, by Declarative Services, FileInstall and Karaf; or private. */
    private static final Pattern FOREIGN =
            Pattern.compile("(?:service|component|osgi|felix|org\\.apache\\.karaf)\\..*|objectClass|\\..*");

    private static final Pattern PERIOD = Pattern.compile("|[1-9][0-9]*+");
    private static final int MAX_PERIOD_MS = 60_000;

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> keysAsWritten = new HashMap<>();
    private final Problems problems = new Problems();
    private final Optional<Duration> pollPeriod;

    /**
     * @param keys the provider's own keys
     * @param pinKeys the last parts of the provider's own keys of pins
     */
    public BoardConfiguration(Map<String, ?> properties, Set<String> keys, Set<String> pinKeys) {
        var known = KnownKeys.with(keys, pinKeys);
        new TreeMap<>(properties).forEach((key, value) -> {
            if (!isForeign(key) && !key.equals(IGNORED)) {
                take(key, text(value), known);
            }
        });
        if (PERIOD.matcher(values.getOrDefault(KnownKeys.POLL, "")).matches()) {
            pollPeriod = number(KnownKeys.POLL, 1, MAX_PERIOD_MS).map(Duration::ofMillis);
        } else {
            pollPeriod = Optional.empty();
            problem(KnownKeys.POLL, "must be a whole number from 1 to " + MAX_PERIOD_MS);
        }
    }

    /** Whether a key is not of the board, but of the framework or of those who keep its configuration. */
    public static boolean isForeign(String key) {
        return FOREIGN.matcher(key).matches();
    }

    private void take(String key, String value, KnownKeys known) {
        var name = KnownKeys.canonical(key);
        if (!known.contains(name)) {
            problems.add(key, value, "unknown key; " + known.insteadOf(key));
        } else if (values.containsKey(name)) {
            problems.add(key, value, "given as " + written(name) + " too; keep one of them");
        } else {
            values.put(name, value);
            keysAsWritten.put(name, key);
        }
    }

    /** Several values are written one after another, as in a file. */
    static String text(Object value) {
        var elements = value instanceof Collection<?> collection
                ? collection.stream()
                : value.getClass().isArray()
                        ? IntStream.range(0, Array.getLength(value)).mapToObj(it -> Array.get(value, it))
                        : Stream.of(value);
        return elements.map(String::valueOf).collect(Collectors.joining(","));
    }

    /** Says what is wrong: the value of a key, and what would be right. */
    public void problem(String key, String value, String reason) {
        problems.add(written(key), value, reason);
    }

    /** Says what is wrong with the value of a key. */
    void problem(String key, String reason) {
        problem(key, values.getOrDefault(key, ""), reason);
    }

    /** Returns a key as the user has written it, who may have used the connector's. */
    String written(String key) {
        return keysAsWritten.getOrDefault(key, key);
    }

    /** Returns what is wrong so far, empty if nothing is. */
    public List<String> problems() {
        return problems.list();
    }

    /** Returns the keys that have a value, sorted. */
    Set<String> keys() {
        return new TreeSet<>(values.keySet());
    }

    /** Returns the value of a key, empty if it has none. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).filter(it -> !it.isEmpty());
    }

    /** Returns the value of a key as one of several; {@code otherwise} if it has none or a wrong one. */
    public <E> E choice(String key, Map<String, E> choices, E otherwise) {
        return chosen(key, choices).orElse(otherwise);
    }

    /** Returns the value of a key as one of several; empty if it has none or a wrong one. */
    <E> Optional<E> chosen(String key, Map<String, E> choices) {
        var value = text(key);
        var choice = value.map(choices::get);
        if (value.isPresent() && choice.isEmpty()) {
            problem(key, "must be one of " + String.join(", ", new TreeSet<>(choices.keySet())));
        }
        return choice;
    }

    /** Returns the value of a key as a number from {@code min} to {@code max}; empty if it has none or a wrong one. */
    public Optional<Integer> number(String key, int min, int max) {
        var value = text(key);
        var number = value.filter(it -> it.matches("-?[0-9]{1,9}"))
                .map(Integer::valueOf)
                .filter(it -> it >= min && it <= max);
        if (value.isPresent() && number.isEmpty()) {
            problem(key, "must be a whole number from " + min + " to " + max);
        }
        return number;
    }

    /** Returns the values that the pins have for a key of the provider's own, by pin. */
    public NavigableMap<Integer, String> pinTexts(String pinKey) {
        var texts = new TreeMap<Integer, String>();
        values.forEach((key, value) ->
                PinKey.of(key).filter(it -> it.last().equals(pinKey)).ifPresent(it -> texts.put(it.pin(), value)));
        return texts;
    }

    /** Uses these pins if the configuration names none: for a board whose pins are wired for one use. */
    public void defaultPins(String inputs, String outputs) {
        if (text(KnownKeys.INPUTS).isEmpty() && text(KnownKeys.OUTPUTS).isEmpty()) {
            values.put(KnownKeys.INPUTS, inputs);
            values.put(KnownKeys.OUTPUTS, outputs);
        }
    }

    /** Returns the time between two looks at the inputs; a board with interrupts does not look. */
    public Duration pollPeriod(Duration otherwise) {
        return pollPeriod.orElse(otherwise);
    }

    /** Finds what is wrong with the pins, as far as it can be said without knowing those of the board. */
    void check() {
        new PinPlanner(this).check();
    }

    /** Returns the plan of each pin that the configuration names, as far as nothing is wrong with it. */
    NavigableMap<Integer, PinPlan> plans(NavigableMap<Integer, Pin> pins) {
        return new PinPlanner(this).plans(pins);
    }
}
