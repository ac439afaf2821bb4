// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.spelling;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How words that somebody types differ from those that there are. */
public final class Spelling {

    private Spelling() {}

    /** Returns the most similar of some words, the first of several; empty if none is similar. */
    public static Optional<String> nearest(String typed, Stream<String> words) {
        return words.min(Comparator.comparingInt(it -> distance(typed, it)))
                .filter(it -> distance(typed, it) <= Math.max(1, typed.length() / 3));
    }

    /**
     * Returns how many characters must be changed, put in or taken out (Levenshtein's distance); capitals
     * count as small letters.
     */
    public static int distance(String from, String to) {
        var row = IntStream.rangeClosed(0, to.length()).toArray();
        for (var i = 1; i <= from.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.length(); j++) {
                var same = Character.toLowerCase(from.charAt(i - 1)) == Character.toLowerCase(to.charAt(j - 1));
                var replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
