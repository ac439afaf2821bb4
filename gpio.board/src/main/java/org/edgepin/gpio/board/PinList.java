// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.util.ArrayList;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The grammar of a list of pins, as the connector documents it.
 *
 * @param grammar of the whole list
 * @param letters what may follow a number, for people
 */
record PinList(String key, Pattern grammar, String letters) {

    // possessive, so that a long list needs no deep stack

    static final PinList INPUTS = new PinList(
            KnownKeys.INPUTS,
            Pattern.compile("|[0-9]++[UD]?+(?:,[0-9]++[UD]?+)*+"),
            "U (pull-up) or D (pull-down), as in 5,6U,7D");

    static final PinList OUTPUTS = new PinList(
            KnownKeys.OUTPUTS,
            Pattern.compile("|[0-9]++[HL]?+(?:,[0-9]++[HL]?+)*+"),
            "H (high) or L (low), as in 8H,9,27L");

    /** More digits than any board's pins have; as many as an {@code int} surely holds. */
    private static final int MAX_DIGITS = 9;

    /** Reads a list into the letter that follows each pin, empty for none; empty if it is no such list. */
    Optional<NavigableMap<Integer, String>> read(BoardConfiguration configuration) {
        var value = configuration.text(key).orElse("");
        if (!grammar.matcher(value).matches()) {
            configuration.problem(
                    key, "must be pin numbers with commas and without blanks, each alone or with " + letters);
            return Optional.empty();
        }
        var letterOf = new TreeMap<Integer, String>();
        for (var element : value.isEmpty() ? new String[0] : value.split(",", -1)) {
            var digits = element.replaceFirst("[A-Z]$", "").replaceFirst("^0+(?=.)", "");
            if (digits.length() > MAX_DIGITS) {
                configuration.problem(key, "no board has a pin " + Problems.shown(digits));
            } else if (letterOf.put(Integer.valueOf(digits), element.replaceFirst("^[0-9]+", "")) != null) {
                configuration.problem(key, "pin " + digits + " is there twice; name it once");
            }
        }
        return Optional.of(letterOf);
    }

    /** Writes numbers for people: {@code 0 to 5, 8}. */
    static String ranges(Set<Integer> numbers) {
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
}
