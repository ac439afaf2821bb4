// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.Pin;
import org.jspecify.annotations.Nullable;

/**
 * Reads a board's configuration and collects everything that is wrong with it, each with its key,
 * its value and what would be right. The pins' grammar and the names in capitals are those of the
 * Greengrass connector, protocols.md C.1. Not thread-safe.
 */
public final class BoardConfiguration {

    private static final String INPUTS = "inputs";
    private static final String OUTPUTS = "outputs";
    private static final String POLL = "poll_ms";

    /** The connector's keys, so that its users paste what they have. */
    private static final Map<String, String> CONNECTOR =
            Map.of("InputGpios", INPUTS, "OutputGpios", OUTPUTS, "InputPollPeriod", POLL);

    /** Names a resource of the connector that the kernel's character device does not need. */
    private static final String IGNORED = "GpioMem-ResourceId";

    private static final Pattern INPUT_LIST = Pattern.compile("^$|^[0-9]+[UD]?(,[0-9]+[UD]?)*$");
    private static final Pattern OUTPUT_LIST = Pattern.compile("^$|^[0-9]+[HL]?(,[0-9]+[HL]?)*$");
    private static final Pattern PERIOD = Pattern.compile("^$|^[1-9][0-9]*$");
    private static final Pattern PIN_KEY = Pattern.compile("pin\\.(0|[1-9][0-9]{0,5})\\.([a-z_]+)");

    /** Put there by the framework, FileInstall and Karaf. */
    private static final Pattern FOREIGN = Pattern.compile("(service|felix|component|osgi|org)\\..*|objectClass");

    private static final List<String> BOARD_KEYS = List.of(INPUTS, OUTPUTS, POLL);
    private static final List<String> PIN_KEYS = List.of("name", "debounce_us", "edges", "bias", "drive", "locked");
    private static final Map<String, Set<Edge>> EDGES = Map.of(
            "none", Set.of(),
            "rising", Set.of(Edge.RISING),
            "falling", Set.of(Edge.FALLING),
            "both", Set.of(Edge.RISING, Edge.FALLING));
    private static final int MAX_PERIOD_MS = 60_000;
    private static final int MAX_DEBOUNCE_US = 10_000_000;

    private final Map<String, String> values = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * @param keys the provider's own keys
     * @param pinKeys the last parts of the provider's own keys of pins
     */
    public BoardConfiguration(Map<String, ?> properties, Set<String> keys, Set<String> pinKeys) {
        var known = Stream.concat(BOARD_KEYS.stream(), keys.stream()).collect(Collectors.toCollection(TreeSet::new));
        var knownOfPins =
                Stream.concat(PIN_KEYS.stream(), pinKeys.stream()).collect(Collectors.toCollection(TreeSet::new));
        new TreeMap<>(properties).forEach((key, object) -> {
            if (!FOREIGN.matcher(key).matches() && !key.equals(IGNORED)) {
                take(key, text(object), known, knownOfPins);
            }
        });
    }

    private void take(String key, String value, Set<String> known, Set<String> knownOfPins) {
        var name = CONNECTOR.getOrDefault(key, key);
        var pinKey = PIN_KEY.matcher(name);
        if (pinKey.matches() ? !knownOfPins.contains(pinKey.group(2)) : !known.contains(name)) {
            problem(
                    key,
                    value,
                    "unknown key; a board has " + String.join(", ", known) + ", and a pin "
                            + knownOfPins.stream().map(it -> "pin.17." + it).collect(Collectors.joining(", ")));
        } else if (values.putIfAbsent(name, value) != null) {
            problem(key, value, "given as " + name + " too; keep one of them");
        }
    }

    private static String text(Object value) {
        var list = value instanceof Object[] array
                ? Arrays.asList(array)
                : value instanceof Collection<?> collection ? collection : List.of(value);
        return list.stream().map(it -> String.valueOf(it).strip()).collect(Collectors.joining(","));
    }

    /** Says what is wrong: the value of a key, and what would be right. */
    public void problem(String key, String value, String reason) {
        problems.add(key + " = " + value + ": " + reason);
    }

    /** Returns what is wrong so far, empty if nothing is. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Returns the value of a key, empty if it has none. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).filter(it -> !it.isEmpty());
    }

    /** Returns the value of a key of the provider's own, as one of several. */
    public <E> E choice(String key, Map<String, E> choices, E otherwise) {
        return chosen(key, choices).orElse(otherwise);
    }

    private <E> Optional<E> chosen(String key, Map<String, E> choices) {
        return text(key).flatMap(value -> {
            var choice = Optional.ofNullable(choices.get(value));
            if (choice.isEmpty()) {
                problem(key, value, "must be one of " + String.join(", ", new TreeSet<>(choices.keySet())));
            }
            return choice;
        });
    }

    /** Returns the value of a key as a number from {@code min} to {@code max}; empty if it has none or a wrong one. */
    public Optional<Integer> number(String key, int min, int max) {
        return text(key).flatMap(value -> {
            var number = value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : -1;
            if (number < min || number > max) {
                problem(key, value, "must be a whole number from " + min + " to " + max);
                return Optional.empty();
            }
            return Optional.of(number);
        });
    }

    /** Returns the values that the pins have for a key of the provider's own, by pin. */
    public NavigableMap<Integer, String> pinTexts(String pinKey) {
        var texts = new TreeMap<Integer, String>();
        values.forEach((key, value) -> {
            var match = PIN_KEY.matcher(key);
            if (match.matches() && match.group(2).equals(pinKey)) {
                texts.put(Integer.valueOf(match.group(1)), value);
            }
        });
        return texts;
    }

    /** Uses these pins if the configuration names none: for a board whose pins are wired for one use. */
    public void defaultPins(String inputs, String outputs) {
        if (text(INPUTS).isEmpty() && text(OUTPUTS).isEmpty()) {
            values.put(INPUTS, inputs);
            values.put(OUTPUTS, outputs);
        }
    }

    /** Returns the time between two looks at the inputs; a board with interrupts does not look. */
    public Duration pollPeriod(Duration otherwise) {
        var value = text(POLL).orElse("");
        if (!PERIOD.matcher(value).matches()) {
            problem(POLL, value, "must be a whole number of milliseconds from 1 to " + MAX_PERIOD_MS);
            return otherwise;
        }
        return number(POLL, 1, MAX_PERIOD_MS).map(Duration::ofMillis).orElse(otherwise);
    }

    /** Returns the plan of each pin that the configuration names, as far as nothing is wrong with it. */
    NavigableMap<Integer, PinPlan> plans(NavigableMap<Integer, Pin> pins) {
        var inputs = list(INPUTS, INPUT_LIST, "U (pull-up) or D (pull-down), as in 5,6U,7D", pins);
        var outputs = list(OUTPUTS, OUTPUT_LIST, "H (high) or L (low), as in 8H,9,27L", pins);
        inputs.keySet().stream()
                .filter(outputs::containsKey)
                .forEach(pin -> problem(
                        OUTPUTS, values.getOrDefault(OUTPUTS, ""), "pin " + pin + " is in inputs too; keep one"));

        var plans = new TreeMap<Integer, PinPlan>();
        named(inputs.keySet(), outputs.keySet()).forEach(number -> {
            var pin = pins.get(number);
            if (pin == null) {
                values.keySet().stream()
                        .filter(key -> key.startsWith("pin." + number + "."))
                        .sorted()
                        .forEach(key -> problem(key, values.getOrDefault(key, ""), missing(number, pins)));
                return;
            }
            var plan = request(number, inputs.get(number), outputs.get(number)).plan(pin.capabilities());
            pin.capabilities()
                    .refusal(plan.settings())
                    .ifPresent(reason -> problem(
                            inputs.containsKey(number) ? INPUTS : OUTPUTS,
                            values.getOrDefault(inputs.containsKey(number) ? INPUTS : OUTPUTS, ""),
                            "pin " + number + " " + reason));
            plans.put(number, plan);
        });
        return plans;
    }

    private Set<Integer> named(Set<Integer> inputs, Set<Integer> outputs) {
        var numbers = new TreeSet<>(inputs);
        numbers.addAll(outputs);
        values.keySet().stream()
                .map(PIN_KEY::matcher)
                .filter(Matcher::matches)
                .forEach(match -> numbers.add(Integer.valueOf(match.group(1))));
        return numbers;
    }

    /** Reads a list of pins into the letter that follows each, empty for none. */
    private NavigableMap<Integer, String> list(
            String key, Pattern grammar, String letters, NavigableMap<Integer, Pin> pins) {
        var value = values.getOrDefault(key, "");
        var letterOf = new TreeMap<Integer, String>();
        if (!grammar.matcher(value).matches()) {
            problem(key, value, "not a list of pins; write numbers without blanks, each alone or with " + letters);
            return letterOf;
        }
        var seen = new HashSet<String>();
        for (var element : value.isEmpty() ? new String[0] : value.split(",", -1)) {
            var digits = element.replaceFirst("[A-Z]$", "").replaceFirst("^0+(?=.)", "");
            if (!seen.add(digits)) {
                problem(key, value, "pin " + digits + " stands twice; name it once");
            } else if (digits.length() > 6 || !pins.containsKey(Integer.valueOf(digits))) {
                problem(key, value, missing(digits, pins));
            } else {
                letterOf.put(Integer.valueOf(digits), element.replaceFirst("^[0-9]+", ""));
            }
        }
        return letterOf;
    }

    private static String missing(Object number, NavigableMap<Integer, Pin> pins) {
        return "the board has no pin " + number + ", only " + pins.firstKey() + " to " + pins.lastKey();
    }

    private PinRequest request(int number, @Nullable String input, @Nullable String output) {
        var prefix = "pin." + number + ".";
        var direction = Optional.ofNullable(input != null ? Direction.INPUT : output != null ? Direction.OUTPUT : null);
        if (direction.isEmpty() || direction.get() == Direction.OUTPUT) {
            only("inputs", prefix + "debounce_us", prefix + "edges");
        }
        if (direction.isEmpty() || direction.get() == Direction.INPUT) {
            only("outputs", prefix + "drive");
        }
        var bias = chosen(prefix + "bias", words(Bias.values()));
        if (input != null && !input.isEmpty() && bias.isPresent()) {
            problem(prefix + "bias", text(prefix + "bias").orElse(""), "inputs says " + number + input + "; keep one");
        }
        return new PinRequest(
                direction,
                "U".equals(input) ? Optional.of(Bias.PULL_UP) : "D".equals(input) ? Optional.of(Bias.PULL_DOWN) : bias,
                "H".equals(output)
                        ? Optional.of(Level.HIGH)
                        : "L".equals(output) ? Optional.of(Level.LOW) : Optional.empty(),
                chosen(prefix + "drive", words(Drive.values())),
                chosen(prefix + "edges", EDGES),
                number(prefix + "debounce_us", 0, MAX_DEBOUNCE_US).map(it -> Duration.ofNanos(it * 1_000L)),
                name(prefix + "name"),
                choice(prefix + "locked", Map.of("true", true, "false", false), false));
    }

    private void only(String list, String... keys) {
        for (var key : keys) {
            text(key).ifPresent(value -> problem(key, value, "only for a pin in " + list));
        }
    }

    private String name(String key) {
        var name = text(key).orElse("");
        if (name.length() > 64 || name.chars().anyMatch(Character::isISOControl)) {
            problem(key, name, "must be at most 64 characters on one line");
            return "";
        }
        return name;
    }

    /** The words of the kernel's tools: {@code pull-up}. */
    private static <E extends Enum<E>> Map<String, E> words(E[] constants) {
        return Arrays.stream(constants)
                .collect(Collectors.toMap(
                        it -> it.name().toLowerCase(Locale.ROOT).replace('_', '-'), it -> it));
    }
}
