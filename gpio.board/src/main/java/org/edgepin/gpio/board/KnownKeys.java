// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edgepin.gpio.spelling.Spelling;

/**
 * Which keys a board's configuration may have, and what somebody has meant who has written another.
 *
 * @param ofBoard the keys of the board
 * @param ofPins the last parts of the keys of its pins, {@code name} for {@code pin.17.name}
 */
record KnownKeys(Set<String> ofBoard, Set<String> ofPins) {

    static final String INPUTS = "inputs";
    static final String OUTPUTS = "outputs";
    static final String POLL = "poll_ms";

    /** The connector's keys, so that its users paste what they have. */
    private static final Map<String, String> CONNECTOR =
            Map.of("InputGpios", INPUTS, "OutputGpios", OUTPUTS, "InputPollPeriod", POLL);

    private static final Pattern PIN_KEY = Pattern.compile("pin\\.(0|[1-9][0-9]{0,8})\\.([a-z_]+)");
    private static final Pattern NEARLY_PIN_KEY = Pattern.compile("(?i)pins?[._]?0*([0-9]{1,9})[._](.*)");

    private static final Set<String> EVERY_BOARD = Set.of(INPUTS, OUTPUTS, POLL);
    private static final Set<String> EVERY_PIN = Set.of("name", "debounce_us", "edges", "bias", "drive", "locked");

    /** A key of a pin, as {@code pin.17.name}. */
    record PinKey(int pin, String last) {

        /** Returns what a key is of a pin; empty if it is of the board. */
        static Optional<PinKey> of(String key) {
            return Optional.of(PIN_KEY.matcher(key))
                    .filter(Matcher::matches)
                    .map(match -> new PinKey(Integer.parseInt(match.group(1)), match.group(2)));
        }
    }

    /** Returns those that all boards have, and some of the provider's own. */
    static KnownKeys with(Set<String> ofBoard, Set<String> ofPins) {
        return new KnownKeys(union(EVERY_BOARD, ofBoard), union(EVERY_PIN, ofPins));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the key that stands for the connector's, or the key itself. */
    static String canonical(String key) {
        return CONNECTOR.getOrDefault(key, key);
    }

    boolean contains(String key) {
        return PinKey.of(key).map(it -> ofPins.contains(it.last())).orElseGet(() -> ofBoard.contains(key));
    }

    /** Says what somebody who has written an unknown key may have meant. */
    String insteadOf(String key) {
        var pin = NEARLY_PIN_KEY.matcher(key);
        var possible = pin.matches()
                ? ofPins.stream().map(it -> "pin." + pin.group(1) + "." + it)
                : Stream.concat(ofBoard.stream(), CONNECTOR.keySet().stream());
        return Spelling.nearest(key, possible)
                .map(it -> "did you mean " + it + "?")
                .orElse(
                        pin.matches()
                                ? "a pin has " + String.join(", ", ofPins)
                                : "a board has " + String.join(", ", ofBoard) + ", and pin.17.name and the like");
    }
}
