// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinSettings;

/**
 * Writes what a {@link BoardConfiguration} reads: says which keys of a board's configuration change
 * when a pin does, and leaves all others as they are. Immutable.
 */
public final class ConfigurationEdit {

    private static final String INPUTS = KnownKeys.INPUTS;
    private static final String OUTPUTS = KnownKeys.OUTPUTS;

    private final NavigableMap<String, String> values = new TreeMap<>();

    public ConfigurationEdit(Map<String, ?> properties) {
        properties.forEach((key, value) -> {
            if (!BoardConfiguration.isForeign(key)) {
                values.put(key, BoardConfiguration.text(value));
            }
        });
    }

    /** Returns settings in the words of a configuration: {@code input bias=pull-up edges=both debounce_us=5000}. */
    public static String words(PinSettings settings) {
        if (settings instanceof PinSettings.Input input) {
            return "input bias=" + word(input.bias()) + " edges=" + edges(input.edges()) + " debounce_us="
                    + input.debounce().toNanos() / 1_000;
        }
        if (settings instanceof PinSettings.Output output) {
            var initial = output.initial().map(it -> it == Level.HIGH ? " initial=1" : " initial=0");
            return "output bias=" + word(output.bias()) + " drive=" + word(output.drive()) + initial.orElse("");
        }
        return "unused";
    }

    /** Returns the keys as they are written, without those of the framework, and their values. */
    public NavigableMap<String, String> values() {
        return new TreeMap<>(values);
    }

    /** Returns what the configuration plans for a pin; {@link PinSettings#UNUSED} if it does not say it. */
    public PinSettings planned(Pin pin) {
        var configuration = new BoardConfiguration(values, values.keySet(), pinKeys());
        var plan = configuration
                .plans(new TreeMap<>(Map.of(pin.id().number(), pin)))
                .get(pin.id().number());
        return plan == null ? PinSettings.UNUSED : plan.settings();
    }

    private Set<String> pinKeys() {
        return values.keySet().stream()
                .map(key -> key.replaceFirst("^pin\\.[0-9]+\\.", ""))
                .collect(Collectors.toSet());
    }

    /**
     * Returns the keys that give a pin another name.
     *
     * @return new values by key; empty to take a key out
     */
    public Map<String, Optional<String>> rename(int pin, String name) {
        return changes(Map.of(prefix(pin) + "name", name));
    }

    /**
     * Returns the keys that give a pin other settings.
     *
     * @param used the settings of all pins in use, for a configuration that leaves it to the provider
     *     which those are
     * @return new values by key; empty to take a key out
     */
    public Map<String, Optional<String>> settings(Pin pin, PinSettings settings, Map<Integer, PinSettings> used) {
        var number = pin.id().number();
        var edited = new HashMap<String, String>();
        var lists = lists();
        if (lists.values().stream().allMatch(List::isEmpty)) {
            new TreeMap<>(used).forEach((other, its) -> put(lists, other, its));
        }
        put(lists, number, settings);
        lists.forEach((list, elements) -> edited.put(key(list), String.join(",", elements)));

        var prefix = prefix(number);
        var capabilities = pin.capabilities();
        for (var key : List.of("bias", "edges", "debounce_us", "drive")) {
            edited.put(prefix + key, "");
        }
        if (settings instanceof PinSettings.Input input) {
            var usual = (PinSettings.Input) new PinRequest(Direction.INPUT).settings(capabilities);
            if (letter(input).isEmpty() && input.bias() != usual.bias()) {
                edited.put(prefix + "bias", word(input.bias()));
            }
            if (!input.edges().equals(usual.edges())) {
                edited.put(prefix + "edges", edges(input.edges()));
            }
            if (!input.debounce().isZero()) {
                edited.put(
                        prefix + "debounce_us", Long.toString(input.debounce().toNanos() / 1_000));
            }
        } else if (settings instanceof PinSettings.Output output) {
            var usual = (PinSettings.Output) new PinRequest(Direction.OUTPUT).settings(capabilities);
            if (output.bias() != usual.bias()) {
                edited.put(prefix + "bias", word(output.bias()));
            }
            if (output.drive() != usual.drive()) {
                edited.put(prefix + "drive", word(output.drive()));
            }
        }
        return changes(edited);
    }

    /** What differs from what is there; an empty value is no value, except for a list that was there. */
    private Map<String, Optional<String>> changes(Map<String, String> edited) {
        var changes = new LinkedHashMap<String, Optional<String>>();
        new TreeMap<>(edited).forEach((key, value) -> {
            var before = values.get(key);
            if (!value.equals(before == null ? "" : before)) {
                var keep = !value.isEmpty() || isList(key);
                changes.put(key, keep ? Optional.of(value) : Optional.empty());
            }
        });
        return changes;
    }

    /** The list's key as the user has written it, who may have used the connector's. */
    private String key(String list) {
        return values.keySet().stream()
                .filter(key -> KnownKeys.canonical(key).equals(list))
                .findFirst()
                .orElse(list);
    }

    private static boolean isList(String key) {
        var canonical = KnownKeys.canonical(key);
        return canonical.equals(INPUTS) || canonical.equals(OUTPUTS);
    }

    private Map<String, List<String>> lists() {
        var lists = new TreeMap<String, List<String>>();
        for (var list : List.of(INPUTS, OUTPUTS)) {
            var value = values.getOrDefault(key(list), "");
            lists.put(list, new ArrayList<>(value.isEmpty() ? List.of() : Arrays.asList(value.split(",", -1))));
        }
        return lists;
    }

    /** Where the pin was in the list already, it stays. */
    private static void put(Map<String, List<String>> lists, int number, PinSettings settings) {
        var target =
                settings instanceof PinSettings.Input ? INPUTS : settings instanceof PinSettings.Output ? OUTPUTS : "";
        lists.forEach((list, elements) -> {
            var at = indexOf(elements, number);
            if (!list.equals(target)) {
                if (at >= 0) {
                    elements.remove(at);
                }
            } else if (at >= 0) {
                elements.set(at, number + letter(settings));
            } else {
                elements.add(number + letter(settings));
            }
        });
    }

    private static int indexOf(List<String> elements, int number) {
        for (var i = 0; i < elements.size(); i++) {
            if (elements.get(i).matches("0*" + number + "[A-Z]?")) {
                return i;
            }
        }
        return -1;
    }

    private static String letter(PinSettings settings) {
        if (settings instanceof PinSettings.Input input) {
            return input.bias() == Bias.PULL_UP ? "U" : input.bias() == Bias.PULL_DOWN ? "D" : "";
        }
        if (settings instanceof PinSettings.Output output) {
            return output.initial().map(it -> it == Level.HIGH ? "H" : "L").orElse("");
        }
        return "";
    }

    /**
     * Says which of some changes are not to be made by anybody but the file, because a pin is locked.
     *
     * @param changes new values by key; empty to take a key out
     * @return each as {@code key = value: why}
     */
    public List<String> locked(Map<String, Optional<String>> changes) {
        var locked = new TreeMap<Integer, String>();
        values.forEach((key, value) -> {
            if (key.matches("pin\\.[0-9]{1,9}\\.locked") && value.equals("true")) {
                locked.put(Integer.valueOf(key.replaceAll("[^0-9]", "")), key);
            }
        });
        var problems = new ArrayList<String>();
        changes.forEach((key, value) -> locked.forEach((pin, lock) -> {
            if (concerns(key, value.orElse(""), pin)) {
                problems.add(key + " = " + value.orElse("") + ": pin " + pin + " is locked; change it in the file");
            }
        }));
        return problems;
    }

    private boolean concerns(String key, String value, int pin) {
        if (key.startsWith("pin.")) {
            return key.startsWith(prefix(pin));
        }
        if (KnownKeys.canonical(key).equals(KnownKeys.POLL)) {
            return false;
        }
        if (!isList(key)) {
            // it may make another board of it
            return true;
        }
        var before = values.getOrDefault(key, "");
        return before.isEmpty() || value.isEmpty() || !element(before, pin).equals(element(value, pin));
    }

    private static String element(String list, int pin) {
        var elements = Arrays.asList(list.split(",", -1));
        var at = indexOf(elements, pin);
        return at < 0 ? "" : elements.get(at);
    }

    private static String prefix(int pin) {
        return "pin." + pin + ".";
    }

    private static String edges(Set<Edge> edges) {
        return edges.isEmpty()
                ? "none"
                : edges.size() > 1 ? "both" : word(edges.iterator().next());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
