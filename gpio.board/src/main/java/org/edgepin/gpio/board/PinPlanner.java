// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.board.KnownKeys.PinKey;

/**
 * Makes a plan for each pin out of what a configuration says of it in the lists and in its own keys.
 * What is wrong is said to the configuration. For one thread.
 */
final class PinPlanner {

    private static final Map<String, Set<Edge>> EDGES = Map.of(
            "none", Set.of(),
            "rising", Set.of(Edge.RISING),
            "falling", Set.of(Edge.FALLING),
            "both", Set.of(Edge.RISING, Edge.FALLING));
    private static final Map<String, Boolean> YES_OR_NO = Map.of("true", true, "false", false);
    private static final Map<String, Bias> BIASES = Map.of("U", Bias.PULL_UP, "D", Bias.PULL_DOWN);
    private static final Map<String, Level> INITIALS = Map.of("H", Level.HIGH, "L", Level.LOW);
    private static final int MAX_DEBOUNCE_US = (int) PinSettings.Input.MAX_DEBOUNCE.toMillis() * 1_000;
    private static final int MAX_NAME = 64;

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private final BoardConfiguration configuration;

    /**
     * What is asked for a pin.
     *
     * @param use empty for a pin that is in no list
     */
    private record Asked(Optional<PinRequest> use, String name, boolean locked) {}

    PinPlanner(BoardConfiguration configuration) {
        this.configuration = configuration;
    }

    /** Finds what is wrong, as far as it can be said without knowing the board's pins. */
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
        var inputs = PinList.INPUTS.read(configuration);
        var outputs = PinList.OUTPUTS.read(configuration);
        var numbers = new TreeSet<Integer>();
        inputs.ifPresent(it -> numbers.addAll(it.keySet()));
        outputs.ifPresent(it -> numbers.addAll(it.keySet()));
        configuration.keys().forEach(key -> PinKey.of(key).ifPresent(it -> numbers.add(it.pin())));

        var asked = new TreeMap<Integer, Asked>();
        numbers.forEach(number -> {
            var input = inputs.map(it -> it.get(number));
            var output = outputs.map(it -> it.get(number));
            if (input.isPresent() && output.isPresent()) {
                configuration.problem(
                        KnownKeys.OUTPUTS,
                        "pin " + number + " is in " + configuration.written(KnownKeys.INPUTS)
                                + " too; keep one of them");
            }
            var unused = inputs.isPresent() && input.isEmpty() && outputs.isPresent() && output.isEmpty();
            asked.put(number, asked(number, input, output, unused));
        });
        refuseSameNames(asked);
        return asked;
    }

    /**
     * @param input the letter behind the number in the list of inputs, empty for none, if it is there
     * @param unused whether it certainly is in none of the lists
     */
    private Asked asked(int number, Optional<String> input, Optional<String> output, boolean unused) {
        var prefix = "pin." + number + ".";
        if (unused) {
            only(KnownKeys.INPUTS + " or " + KnownKeys.OUTPUTS, prefix + "bias");
        }
        if (unused || (input.isEmpty() && output.isPresent())) {
            only(KnownKeys.INPUTS, prefix + "debounce_us", prefix + "edges");
        }
        if (unused || (output.isEmpty() && input.isPresent())) {
            only(KnownKeys.OUTPUTS, prefix + "drive");
        }
        var bias = configuration.chosen(prefix + "bias", words(Bias.values()));
        input.filter(letter -> !letter.isEmpty() && bias.isPresent())
                .ifPresent(letter -> configuration.problem(
                        prefix + "bias",
                        configuration.written(KnownKeys.INPUTS) + " says " + number + letter + "; keep one of them"));
        var drive = configuration.chosen(prefix + "drive", words(Drive.values()));
        var edges = configuration.chosen(prefix + "edges", EDGES);
        var debounce = configuration
                .number(prefix + "debounce_us", 0, MAX_DEBOUNCE_US)
                .map(it -> Duration.ofNanos(it * 1_000L));
        var use = input.map(letter -> new PinRequest(Direction.INPUT)
                        .withBias(Optional.ofNullable(BIASES.get(letter)).or(() -> bias))
                        .withEdges(edges)
                        .withDebounce(debounce))
                .or(() -> output.map(letter -> new PinRequest(Direction.OUTPUT)
                        .withBias(bias)
                        .withDrive(drive)
                        .withInitial(Optional.ofNullable(INITIALS.get(letter)))));
        return new Asked(use, name(prefix + "name"), configuration.choice(prefix + "locked", YES_OR_NO, false));
    }

    private void only(String lists, String... keys) {
        for (var key : keys) {
            configuration.text(key).ifPresent(value -> configuration.problem(key, value, "only for a pin in " + lists));
        }
    }

    private void refuseSameNames(Map<Integer, Asked> asked) {
        var pins = new HashMap<String, Integer>();
        asked.forEach((number, it) -> {
            var other = it.name().isEmpty() ? null : pins.putIfAbsent(it.name(), number);
            if (other != null) {
                configuration.problem("pin." + number + ".name", it.name(), "is the name of pin " + other + " already");
            }
        });
    }

    private String name(String key) {
        var name = configuration.text(key).orElse("");
        if (NUMBER.matcher(name).matches()) {
            configuration.problem(key, "must not be a number, as pins have numbers");
            return "";
        }
        if (name.length() > MAX_NAME
                || !name.equals(name.strip())
                || name.chars().anyMatch(Character::isISOControl)) {
            configuration.problem(key, "must be at most " + MAX_NAME + " characters on one line, no blank at its ends");
            return "";
        }
        return name;
    }

    private void refuseAbsent(Map<Integer, Asked> asked, NavigableMap<Integer, Pin> pins) {
        var only = ", only " + PinList.ranges(pins.keySet());
        for (var direction : Direction.values()) {
            var absent = new TreeSet<Integer>();
            asked.forEach((number, it) -> {
                if (!pins.containsKey(number)
                        && it.use().map(PinRequest::direction).equals(Optional.of(direction))) {
                    absent.add(number);
                }
            });
            if (!absent.isEmpty()) {
                configuration.problem(
                        list(direction), "the board has no pin " + Problems.shown(PinList.ranges(absent)) + only);
            }
        }
        configuration.keys().forEach(key -> PinKey.of(key)
                .map(PinKey::pin)
                .filter(pin -> !pins.containsKey(pin))
                .ifPresent(pin -> configuration.problem(key, "the board has no pin " + pin + only)));
    }

    /** Finds for each key by itself whether the pin can do what it asks for. */
    private PinSettings settings(int number, PinRequest use, PinCapabilities capabilities) {
        var prefix = "pin." + number + ".";
        var list = list(use.direction());
        var plain = new PinRequest(use.direction());
        if (isAllowed(list, number, plain, capabilities)) {
            var bias = prefix + "bias";
            isAllowed(
                    configuration.text(bias).isPresent() ? bias : list,
                    number,
                    plain.withBias(use.bias()),
                    capabilities);
            isAllowed(prefix + "drive", number, plain.withDrive(use.drive()), capabilities);
            isAllowed(prefix + "edges", number, plain.withEdges(use.edges()), capabilities);
            isAllowed(prefix + "debounce_us", number, plain.withDebounce(use.debounce()), capabilities);
        }
        return use.settings(capabilities);
    }

    private boolean isAllowed(String key, int number, PinRequest request, PinCapabilities capabilities) {
        var refusal = capabilities.refusal(request.settings(capabilities));
        refusal.ifPresent(reason -> configuration.problem(key, "pin " + number + " " + reason));
        return refusal.isEmpty();
    }

    private static String list(Direction direction) {
        return direction == Direction.INPUT ? KnownKeys.INPUTS : KnownKeys.OUTPUTS;
    }

    /** The words of the kernel's tools: {@code pull-up}. */
    private static <E extends Enum<E>> Map<String, E> words(E[] constants) {
        return Arrays.stream(constants)
                .collect(Collectors.toMap(
                        it -> it.name().toLowerCase(Locale.ROOT).replace('_', '-'), it -> it));
    }
}
