// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.edgepin.gpio.spelling.Spelling;

/**
 * The values of a configuration. Collects everything that is wrong with them, each with its key, its
 * value and what would be right; a secret value is never shown. Not thread-safe.
 */
public final class Values {

    /** Put there by the framework, DS, FileInstall and Karaf. */
    private static final Pattern FOREIGN = Pattern.compile("(service|felix|component|osgi|org)\\..*|objectClass");

    /** What Karaf's interpolation leaves behind if it cannot find a secret. */
    private static final Pattern UNRESOLVED = Pattern.compile("\\$\\[[^\\]]*\\]");

    /** A key and its value that may be a secret, or hold one: the key is misspelt. */
    private static final Pattern SECRET = Pattern.compile("(?i)^\\.|^[^=]*(pas|psw|pss|pw|sec|tok|tk|key|cred|auth)|@");

    private final Map<String, String> values = new TreeMap<>();
    private final TreeSet<String> asked = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    public Values(Map<String, ?> properties) {
        properties.forEach((key, value) -> {
            if (!FOREIGN.matcher(key).matches()) {
                values.put(key, String.valueOf(value));
            }
        });
    }

    /** Returns the value of a key without the white space around it, empty if it has none. */
    public String text(String key) {
        asked.add(key);
        var value = values.getOrDefault(key, "").strip();
        var unresolved = UNRESOLVED.matcher(value);
        if (unresolved.find()) {
            problem(key, unresolved.group(), "nothing was found for it; must name something that exists");
            return "";
        }
        return value;
    }

    /** Returns the value of a key if it is right, else a stand-in. */
    public String text(String key, Predicate<String> right, String description) {
        var value = text(key);
        if (!right.test(value)) {
            problem(key, value, description);
        }
        return value;
    }

    /** Returns the value of a key as it is, with white space; it is not shown. */
    public Secret secret(String key) {
        text(key);
        return new Secret(values.getOrDefault(key, ""));
    }

    public boolean flag(String key) {
        return text(key, it -> it.equals("true") || it.equals("false"), "must be true or false")
                .equals("true");
    }

    public int number(String key, int min, int max) {
        var value = text(key);
        var number = value.matches("[0-9]{1,10}") ? Long.parseLong(value) : -1;
        if (number < min || number > max) {
            problem(key, value, "must be a whole number from " + min + " to " + max);
            return min;
        }
        return (int) number;
    }

    /** Says what is wrong with the value of a key, and what would be right. */
    public void problem(String key, String value, String reason) {
        problems.add(key + " = " + value + ": " + reason);
    }

    /** Returns what is wrong; a key that nobody has asked for is wrong too. */
    public List<String> problems() {
        var all = new ArrayList<>(problems);
        values.forEach((key, value) -> {
            if (!asked.contains(key)) {
                var nearest = Spelling.nearest(key, asked.stream());
                var meant =
                        nearest.map(it -> "did you mean " + it + "?").orElse("there are " + String.join(", ", asked));
                var both = key + " = " + value;
                var secret = SECRET.matcher(both).find()
                        || nearest.filter(it -> SECRET.matcher(it).find()).isPresent();
                all.add((secret ? key : both) + ": unknown key; " + meant);
            }
        });
        return all;
    }
}
