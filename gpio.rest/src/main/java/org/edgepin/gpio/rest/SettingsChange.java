// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.problem.Problem;

/**
 * What somebody wants to change about a pin: the schema {@code SettingsChange}.
 *
 * @param name the new name; empty to keep it
 * @param settings the new settings; empty to keep them
 */
record SettingsChange(Optional<String> name, Optional<PinSettings> settings) {

    private static final Set<String> INPUT = Set.of("bias", "edges", "debounce_us");
    private static final Set<String> OUTPUT = Set.of("bias", "drive", "initial");
    private static final Set<String> ALL = Set.of("bias", "edges", "debounce_us", "drive", "initial");
    private static final Map<String, String> DIRECTIONS =
            new TreeMap<>(Map.of("input", "input", "output", "output", "unused", "unused"));
    private static final int MAX_NAME = 64;

    /**
     * Applies a change to what a pin is now.
     *
     * @param current the settings that it has, with the level to start with that the configuration says
     */
    static SettingsChange of(ObjectNode change, PinSettings current, PinCapabilities capabilities)
            throws ProblemException {
        if (change.isEmpty()) {
            throw new ProblemException(new Problem(
                    Problem.Type.MALFORMED,
                    "nothing to change",
                    Optional.empty(),
                    Optional.of("a key of the settings")));
        }
        for (var names = change.fieldNames(); names.hasNext(); ) {
            var key = names.next();
            if (!ALL.contains(key) && !key.equals("name") && !key.equals("direction")) {
                throw invalid(key, "no such key", "one of name, direction, bias, edges, debounce_us, drive, initial");
            }
        }
        var name = change.has("name") ? Optional.of(name(change.get("name"))) : Optional.<String>empty();
        if (change.size() == 1 && name.isPresent()) {
            return new SettingsChange(name, Optional.empty());
        }
        var direction =
                change.has("direction") ? choice("direction", change.get("direction"), DIRECTIONS) : word(current);
        var possible = direction.equals("input") ? INPUT : direction.equals("output") ? OUTPUT : Set.<String>of();
        for (var key : ALL) {
            if (change.has(key) && !possible.contains(key)) {
                throw invalid(
                        key,
                        direction.equals("unused") ? "not of an unused pin" : "not of an " + direction,
                        possible.isEmpty() ? "no other key" : "one of " + String.join(", ", new TreeSet<>(possible)));
            }
        }
        var base = direction.equals(word(current)) ? current : usual(direction, capabilities);
        return new SettingsChange(name, Optional.of(changed(base, usual(direction, capabilities), change)));
    }

    private static PinSettings changed(PinSettings base, PinSettings usual, ObjectNode change) throws ProblemException {
        if (base instanceof PinSettings.Input input && usual instanceof PinSettings.Input usualInput) {
            return new PinSettings.Input(
                    value(change, "bias", Words.BIASES, input.bias(), usualInput.bias()),
                    value(change, "edges", Words.EDGES, input.edges(), usualInput.edges()),
                    debounce(change, input.debounce()));
        }
        if (base instanceof PinSettings.Output output && usual instanceof PinSettings.Output usualOutput) {
            return new PinSettings.Output(
                    value(change, "bias", Words.BIASES, output.bias(), usualOutput.bias()),
                    value(change, "drive", Words.DRIVES, output.drive(), usualOutput.drive()),
                    change.has("initial") ? initial(change.get("initial")) : output.initial());
        }
        return PinSettings.UNUSED;
    }

    /** What a board chooses for a pin of which only the direction is said. */
    private static PinSettings usual(String direction, PinCapabilities capabilities) {
        return switch (direction) {
            case "input" -> capabilities.input();
            case "output" -> capabilities.output();
            default -> PinSettings.UNUSED;
        };
    }

    private static String word(PinSettings settings) {
        return settings instanceof PinSettings.Input
                ? "input"
                : settings instanceof PinSettings.Output ? "output" : "unused";
    }

    /** Returns the level to start with, empty for none. */
    static Optional<Level> initial(PinSettings settings) {
        return settings instanceof PinSettings.Output output ? output.initial() : Optional.empty();
    }

    /** Returns settings that a pin has, with the level to start with that the configuration says. */
    static PinSettings withInitial(PinSettings settings, PinSettings planned) {
        return settings instanceof PinSettings.Output output
                ? new PinSettings.Output(output.bias(), output.drive(), initial(planned))
                : settings;
    }

    private static String name(JsonNode value) throws ProblemException {
        if (value.isNull()) {
            return "";
        }
        var name = value.isTextual() ? value.textValue() : "\n";
        if (name.length() > MAX_NAME
                || !name.equals(name.strip())
                || !isPaired(name)
                || name.chars().anyMatch(Character::isISOControl)) {
            throw invalid("name", "not a name", "at most 64 characters on one line, no blank at its ends");
        }
        return name;
    }

    private static boolean isPaired(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static <E> E value(ObjectNode change, String key, Map<String, E> choices, E now, E usual)
            throws ProblemException {
        var value = change.get(key);
        return value == null ? now : value.isNull() ? usual : choice(key, value, choices);
    }

    private static <E> E choice(String key, JsonNode value, Map<String, E> choices) throws ProblemException {
        var choice = value.isTextual() ? choices.get(value.textValue()) : null;
        if (choice == null) {
            throw invalid(
                    key, shown(value) + " is none of its values", "one of " + String.join(", ", choices.keySet()));
        }
        return choice;
    }

    private static Duration debounce(ObjectNode change, Duration now) throws ProblemException {
        var value = change.get("debounce_us");
        if (value == null) {
            return now;
        }
        if (value.isNull()) {
            return Duration.ZERO;
        }
        var max = PinSettings.Input.MAX_DEBOUNCE.toMillis() * 1_000;
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > max) {
            throw invalid("debounce_us", shown(value) + " is out of range", "a whole number from 0 to " + max);
        }
        return Duration.ofNanos(value.longValue() * 1_000);
    }

    private static Optional<Level> initial(JsonNode value) throws ProblemException {
        return value.isNull() ? Optional.empty() : Optional.of(level("initial", value));
    }

    /** Reads a level. */
    static Level level(String key, JsonNode value) throws ProblemException {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0 || value.intValue() > 1) {
            throw invalid(key, shown(value) + " is not a level", "0 or 1");
        }
        return Words.level(value.intValue());
    }

    static ProblemException invalid(String key, String wrong, String expected) {
        return new ProblemException(Problem.invalid(key, wrong, expected));
    }

    /** Enough of it to be recognized. */
    static String shown(JsonNode value) {
        var text = value.toString();
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
