// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a pin, unique in the gateway. Its text form {@code board/number} is the same in the
 * log, in topics, URLs, the configuration and the console.
 *
 * @param board the board's name: 1 to 64 letters, digits, dots, dashes and underscores, the first a
 *     letter or a digit
 * @param number the number that the board's makers print, from 0
 */
public record PinId(String board, int number) implements Comparable<PinId> {

    private static final int LONGEST_BOARD = 64;
    private static final Pattern TEXT = Pattern.compile("([^/]*)/(0|[1-9][0-9]{0,9})");
    private static final Comparator<PinId> ORDER =
            Comparator.comparing(PinId::board).thenComparingInt(PinId::number);

    /** Throws {@link IllegalArgumentException} for a name that no board can have or a negative number. */
    public PinId {
        if (!isBoard(board)) {
            throw new IllegalArgumentException("not a board name: '" + board + "'");
        }
        if (number < 0) {
            throw new IllegalArgumentException("not a pin number: " + number);
        }
    }

    /** Without a regular expression: pins are named in every call. */
    private static boolean isBoard(String name) {
        if (name.isEmpty() || name.length() > LONGEST_BOARD || !isLetterOrDigit(name.charAt(0))) {
            return false;
        }
        for (var i = 1; i < name.length(); i++) {
            var c = name.charAt(i);
            if (!isLetterOrDigit(c) && c != '.' && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** Reads {@code board/number}; empty if the text is not of that form. */
    public static Optional<PinId> parse(String text) {
        var match = TEXT.matcher(text);
        if (!match.matches() || !isBoard(match.group(1))) {
            return Optional.empty();
        }
        var number = Long.parseLong(match.group(2));
        return number <= Integer.MAX_VALUE ? Optional.of(new PinId(match.group(1), (int) number)) : Optional.empty();
    }

    /** By board, then by number. */
    @Override
    public int compareTo(PinId other) {
        return ORDER.compare(this, other);
    }

    /** Returns {@code board/number}. */
    @Override
    public String toString() {
        return board + "/" + number;
    }
}
