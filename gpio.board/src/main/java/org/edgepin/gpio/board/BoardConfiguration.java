// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.lang.reflect.Array;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.spelling.Spelling;

/**
 * Reads a board's configuration and collects everything that is wrong with it, each with its key,
 * its value and what would be right. The pins' grammar and the names in capitals are those of the
 * Raspberry Pi GPIO connector of AWS IoT Greengrass. Not thread-safe.
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

    /** As the connector documents them, but possessive: so a long list needs no deep stack. */
    private static final Pattern INPUT_LIST = Pattern.compile("|[0-9]++[UD]?+(?:,[0-9]++[UD]?+)*+");

    private static final Pattern OUTPUT_LIST = Pattern.compile("|[0-9]++[HL]?+(?:,[0-9]++[HL]?+)*+");
    private static final Pattern PERIOD = Pattern.compile("|[1-9][0-9]*+");

    private static final Pattern PIN_KEY = Pattern.compile("pin\\.(0|[1-9][0-9]{0,8})\\.([a-z_]+)");

    /** Put there by the framework, by Declarative Services, FileInstall and Karaf; or private. */
    private static final Pattern FOREIGN =
            Pattern.compile("(?:service|component|osgi|felix|org\\.apache\\.karaf)\\..*|objectClass|\\..*");

    private static final Set<String> BOARD_KEYS = Set.of(INPUTS, OUTPUTS, POLL);
    private static final Set<String> PIN_KEYS = Set.of("name", "debounce_us", "edges", "bias", "drive", "locked");
    private static final Map<String, Set<Edge>> EDGES = Map.of(
            "none", Set.of(),
            "rising", Set.of(Edge.RISING),
            "falling", Set.of(Edge.FALLING),
            "both", Set.of(Edge.RISING, Edge.FALLING));
    private static final Map<String, Boolean> YES_OR_NO = Map.of("true", true, "false", false);
    private static final Map<String, Bias> BIASES = Map.of("U", Bias.PULL_UP, "D", Bias.PULL_DOWN);
    private static final Map<String, Level> INITIALS = Map.of("H", Level.HIGH, "L", Level.LOW);
    private static final int MAX_PERIOD_MS = 60_000;
    private static final int MAX_DEBOUNCE_US = (int) PinSettings.Input.MAX_DEBOUNCE.toMillis() * 1_000;
    private static final int MAX_NAME = 64;

    /** More digits than any board's pins have; as many as an {@code int} surely holds. */
    private static final int MAX_DIGITS = 9;

    /** What is shown of a value in a message. */
    private static final int MAX_SHOWN = 80;

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> keysAsWritten = new HashMap<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private final Optional<Duration> pollPeriod;

    /**
     * What is asked for a pin.
     *
     * @param use empty for a pin that is in no list
     */
    private record Asked(Optional<PinRequest> use, String name, boolean locked) {}

    /**
     * @param keys the provider's own keys
     * @param pinKeys the last parts of the provider's own keys of pins
     */
    public BoardConfiguration(Map<String, ?> properties, Set<String> keys, Set<String> pinKeys) {
        var known = union(BOARD_KEYS, keys);
        var knownOfPins = union(PIN_KEYS, pinKeys);
        new TreeMap<>(properties).forEach((key, value) -> {
            if (!isForeign(key) && !key.equals(IGNORED)) {
                take(key, text(value), known, knownOfPins);
            }
        });
        if (PERIOD.matcher(values.getOrDefault(POLL, "")).matches()) {
            pollPeriod = number(POLL, 1, MAX_PERIOD_MS).map(Duration::ofMillis);
        } else {
            pollPeriod = Optional.empty();
            problem(POLL, "must be a whole number from 1 to " + MAX_PERIOD_MS);
        }
    }

    /** Whether a key is not of the board, but of the framework or of those who keep its configuration. */
    public static boolean isForeign(String key) {
        return FOREIGN.matcher(key).matches();
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    private void take(String key, String value, Set<String> known, Set<String> knownOfPins) {
        var name = CONNECTOR.getOrDefault(key, key);
        var pinKey = PIN_KEY.matcher(name);
        if (pinKey.matches() ? !knownOfPins.contains(pinKey.group(2)) : !known.contains(name)) {
            say(key, value, "unknown key; " + instead(key, known, knownOfPins));
        } else if (values.containsKey(name)) {
            say(key, value, "given as " + written(name) + " too; keep one of them");
        } else {
            values.put(name, value);
            keysAsWritten.put(name, key);
        }
    }

    /** What somebody who has written an unknown key may have meant. */
    private static String instead(String key, Set<String> known, Set<String> knownOfPins) {
        var pin = Pattern.compile("(?i)pins?[._]?0*([0-9]{1," + MAX_DIGITS + "})[._](.*)")
                .matcher(key);
        var possible = pin.matches()
                ? knownOfPins.stream().map(it -> "pin." + pin.group(1) + "." + it)
                : Stream.concat(known.stream(), CONNECTOR.keySet().stream());
        return Spelling.nearest(key, possible)
                .map(it -> "did you mean " + it + "?")
                .orElse(
                        pin.matches()
                                ? "a pin has " + String.join(", ", knownOfPins)
                                : "a board has " + String.join(", ", known) + ", and pin.17.name and the like");
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
        say(written(key), value, reason);
    }

    private void say(String keyAsWritten, String value, String reason) {
        problems.add(keyAsWritten + " = " + shown(value) + ": " + reason);
    }

    private String written(String key) {
        return keysAsWritten.getOrDefault(key, key);
    }

    private void problem(String key, String reason) {
        problem(key, values.getOrDefault(key, ""), reason);
    }

    /** On one line, not endless, and with blanks that can be seen. */
    private static String shown(String value) {
        var line = value.chars()
                .limit(MAX_SHOWN)
                .map(it -> Character.isISOControl(it) ? '?' : it)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .append(value.length() > MAX_SHOWN ? "..." : "")
                .toString();
        return line.equals(line.strip()) ? line : "'" + line + "'";
    }

    /** Returns what is wrong so far, empty if nothing is. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Returns the value of a key, empty if it has none. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).filter(it -> !it.isEmpty());
    }

    /** Returns the value of a key as one of several; {@code otherwise} if it has none or a wrong one. */
    public <E> E choice(String key, Map<String, E> choices, E otherwise) {
        return chosen(key, choices).orElse(otherwise);
    }

    private <E> Optional<E> chosen(String key, Map<String, E> choices) {
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
        return pollPeriod.orElse(otherwise);
    }

    /** Finds what is wrong with the pins, as far as it can be said without knowing those of the board. */
    void check() {
        asked();
    }

    /** Returns the plan of each pin that the configuration names, as far as nothing is wrong with it. */
    NavigableMap<Integer, PinPlan> plans(NavigableMap<Integer, Pin> pins) {
        var plans = new TreeMap<Integer, PinPlan>();
        var asked = asked();
        refuseAbsent(asked, pins);
        asked.forEach((number, it) -> {
            var pin = pins.get(number);
            if (pin != null) {
                var settings = it.use().map(use -> settings(number, use, pin.capabilities()));
                plans.put(number, new PinPlan(settings.orElse(PinSettings.UNUSED), it.name(), it.locked()));
            }
        });
        return plans;
    }

    /** What is asked for each pin that is named anywhere. */
    private NavigableMap<Integer, Asked> asked() {
        var inputs = letters(INPUTS, INPUT_LIST, "U (pull-up) or D (pull-down), as in 5,6U,7D");
        var outputs = letters(OUTPUTS, OUTPUT_LIST, "H (high) or L (low), as in 8H,9,27L");
        var numbers = new TreeSet<Integer>();
        inputs.ifPresent(it -> numbers.addAll(it.keySet()));
        outputs.ifPresent(it -> numbers.addAll(it.keySet()));
        values.keySet().forEach(key -> pinOf(key).ifPresent(numbers::add));

        var asked = new TreeMap<Integer, Asked>();
        numbers.forEach(number -> {
            var input = inputs.map(it -> it.get(number));
            var output = outputs.map(it -> it.get(number));
            if (input.isPresent() && output.isPresent()) {
                problem(OUTPUTS, "pin " + number + " is in " + written(INPUTS) + " too; keep one of them");
            }
            var unused = inputs.isPresent() && input.isEmpty() && outputs.isPresent() && output.isEmpty();
            asked.put(number, asked(number, input, output, unused));
        });
        return asked;
    }

    /**
     * @param input the letter behind the number in the list of inputs, empty for none, if it is there
     * @param unused whether it certainly is in none of the lists
     */
    private Asked asked(int number, Optional<String> input, Optional<String> output, boolean unused) {
        var prefix = "pin." + number + ".";
        if (unused) {
            only(INPUTS + " or " + OUTPUTS, prefix + "bias");
        }
        if (unused || (input.isEmpty() && output.isPresent())) {
            only(INPUTS, prefix + "debounce_us", prefix + "edges");
        }
        if (unused || (output.isEmpty() && input.isPresent())) {
            only(OUTPUTS, prefix + "drive");
        }
        var bias = chosen(prefix + "bias", words(Bias.values()));
        input.filter(letter -> !letter.isEmpty() && bias.isPresent())
                .ifPresent(letter ->
                        problem(prefix + "bias", written(INPUTS) + " says " + number + letter + "; keep one of them"));
        var drive = chosen(prefix + "drive", words(Drive.values()));
        var edges = chosen(prefix + "edges", EDGES);
        var debounce = number(prefix + "debounce_us", 0, MAX_DEBOUNCE_US).map(it -> Duration.ofNanos(it * 1_000L));
        var use = input.map(letter -> new PinRequest(Direction.INPUT)
                        .withBias(Optional.ofNullable(BIASES.get(letter)).or(() -> bias))
                        .withEdges(edges)
                        .withDebounce(debounce))
                .or(() -> output.map(letter -> new PinRequest(Direction.OUTPUT)
                        .withBias(bias)
                        .withDrive(drive)
                        .withInitial(Optional.ofNullable(INITIALS.get(letter)))));
        return new Asked(use, name(prefix + "name"), choice(prefix + "locked", YES_OR_NO, false));
    }

    /** Reads a list of pins into the letter that follows each, empty for none; empty if it is no such list. */
    private Optional<NavigableMap<Integer, String>> letters(String key, Pattern grammar, String letters) {
        var value = values.getOrDefault(key, "");
        if (!grammar.matcher(value).matches()) {
            problem(key, "must be pin numbers with commas and without blanks, each alone or with " + letters);
            return Optional.empty();
        }
        var letterOf = new TreeMap<Integer, String>();
        for (var element : value.isEmpty() ? new String[0] : value.split(",", -1)) {
            var digits = element.replaceFirst("[A-Z]$", "").replaceFirst("^0+(?=.)", "");
            if (digits.length() > MAX_DIGITS) {
                problem(key, "no board has a pin " + shown(digits));
            } else if (letterOf.put(Integer.valueOf(digits), element.replaceFirst("^[0-9]+", "")) != null) {
                problem(key, "pin " + digits + " is there twice; name it once");
            }
        }
        return Optional.of(letterOf);
    }

    private void only(String lists, String... keys) {
        for (var key : keys) {
            text(key).ifPresent(value -> problem(key, value, "only for a pin in " + lists));
        }
    }

    private String name(String key) {
        var name = text(key).orElse("");
        if (name.length() > MAX_NAME
                || !name.equals(name.strip())
                || name.chars().anyMatch(Character::isISOControl)) {
            problem(key, "must be at most " + MAX_NAME + " characters on one line, no blank at its ends");
            return "";
        }
        return name;
    }

    private void refuseAbsent(Map<Integer, Asked> asked, NavigableMap<Integer, Pin> pins) {
        var only = ", only " + ranges(pins.keySet());
        for (var direction : Direction.values()) {
            var absent = new TreeSet<Integer>();
            asked.forEach((number, it) -> {
                if (!pins.containsKey(number)
                        && it.use().map(PinRequest::direction).equals(Optional.of(direction))) {
                    absent.add(number);
                }
            });
            if (!absent.isEmpty()) {
                problem(list(direction), "the board has no pin " + shown(ranges(absent)) + only);
            }
        }
        values.keySet().stream().sorted().forEach(key -> pinOf(key)
                .filter(number -> !pins.containsKey(number))
                .ifPresent(number -> problem(key, "the board has no pin " + number + only)));
    }

    /** Finds for each key by itself whether the pin can do what it asks for. */
    private PinSettings settings(int number, PinRequest use, PinCapabilities capabilities) {
        var prefix = "pin." + number + ".";
        var list = list(use.direction());
        var plain = new PinRequest(use.direction());
        if (isAllowed(list, number, plain, capabilities)) {
            var bias = prefix + "bias";
            isAllowed(text(bias).isPresent() ? bias : list, number, plain.withBias(use.bias()), capabilities);
            isAllowed(prefix + "drive", number, plain.withDrive(use.drive()), capabilities);
            isAllowed(prefix + "edges", number, plain.withEdges(use.edges()), capabilities);
            isAllowed(prefix + "debounce_us", number, plain.withDebounce(use.debounce()), capabilities);
        }
        return use.settings(capabilities);
    }

    private boolean isAllowed(String key, int number, PinRequest request, PinCapabilities capabilities) {
        var refusal = capabilities.refusal(request.settings(capabilities));
        refusal.ifPresent(reason -> problem(key, "pin " + number + " " + reason));
        return refusal.isEmpty();
    }

    private static String list(Direction direction) {
        return direction == Direction.INPUT ? INPUTS : OUTPUTS;
    }

    private static Optional<Integer> pinOf(String key) {
        return Optional.of(PIN_KEY.matcher(key)).filter(Matcher::matches).map(match -> Integer.valueOf(match.group(1)));
    }

    /** {@code 0 to 5, 8}. */
    private static String ranges(Set<Integer> numbers) {
        var ranges = new ArrayList<String>();
        var left = new TreeSet<>(numbers);
        while (!left.isEmpty()) {
            int first = left.first();
            var end = first;
            while (left.remove(end)) {
                end++;
            }
            ranges.add(end - 1 == first ? first + "" : first + " to " + (end - 1));
        }
        return ranges.isEmpty() ? "none" : String.join(", ", ranges);
    }

    /** The words of the kernel's tools: {@code pull-up}. */
    private static <E extends Enum<E>> Map<String, E> words(E[] constants) {
        return Arrays.stream(constants)
                .collect(Collectors.toMap(
                        it -> it.name().toLowerCase(Locale.ROOT).replace('_', '-'), it -> it));
    }
}
