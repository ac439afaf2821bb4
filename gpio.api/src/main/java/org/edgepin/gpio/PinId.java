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

    private static final Pattern BOARD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern TEXT = Pattern.compile("(" + BOARD + ")/(0|[1-9][0-9]{0,9})");
    private static final Comparator<PinId> ORDER =
            Comparator.comparing(PinId::board).thenComparingInt(PinId::number);

    /** Throws {@link IllegalArgumentException} for a name that no board can have or a negative number. */
    public PinId {
        if (!BOARD.matcher(board).matches()) {
            throw new IllegalArgumentException("not a board name: '" + board + "'");
        }
        if (number < 0) {
            throw new IllegalArgumentException("not a pin number: " + number);
        }
    }

    /** Reads {@code board/number}; empty if the text is not of that form. */
    public static Optional<PinId> parse(String text) {
        var match = TEXT.matcher(text);
        if (!match.matches()) {
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
