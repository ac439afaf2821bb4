// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;

/**
 * The API's values as the console words them. All ASCII, since a terminal without a locale shows
 * nothing else.
 */
final class Words {

    private Words() {}

    /** Returns {@code pull-up} for {@code PULL_UP}. */
    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the words in the order of their constants, {@code rising, falling}. */
    static String of(Collection<? extends Enum<?>> values) {
        return values.stream().sorted().map(Words::of).collect(Collectors.joining(", "));
    }

    /**
     * Returns {@code 1 (HIGH)}, or {@code 0 (LOW), driven 1} if the pin has another level; empty
     * if unknown.
     */
    static String level(PinState state) {
        var seen = state.level().map(Levels::show);
        if (state.level().equals(state.driven())) {
            return seen.orElse("");
        }
        var driven = state.driven().map(level -> "driven " + Levels.digit(level));
        return Stream.of(seen, driven).flatMap(Optional::stream).collect(Collectors.joining(", "));
    }

    /**
     * Returns {@code main/5 = 1 (HIGH)}, and the pin's name behind it: what reading and writing
     * answer.
     */
    static String pinIs(PinState state, String level) {
        return state.pin().id() + " = " + level + (state.name().isEmpty() ? "" : "  " + state.name());
    }

    /**
     * Returns how a pin is used, {@code input, pull-up, debounce 5 ms}, leaving out what goes
     * without saying.
     */
    static String use(PinState state) {
        var words = new ArrayList<String>();
        if (state.settings() instanceof PinSettings.Input input) {
            words.add("input");
            addBias(words, input.bias());
            if (!input.debounce().isZero()) {
                words.add("debounce " + duration(input.debounce()));
            }
            if (input.edges().isEmpty()) {
                words.add("no edges");
            } else if (input.edges().size() < Edge.values().length) {
                words.add(of(input.edges()) + " only");
            }
        } else if (state.settings() instanceof PinSettings.Output output) {
            words.add("output");
            if (output.drive() != Drive.PUSH_PULL) {
                words.add(of(output.drive()));
            }
            addBias(words, output.bias());
        } else {
            return "unused";
        }
        if (state.sensing().polled()) {
            words.add("polled " + duration(state.sensing().period()));
        }
        return String.join(", ", words);
    }

    private static void addBias(List<String> words, Bias bias) {
        if (bias == Bias.DISABLED) {
            words.add("no bias");
        } else if (bias != Bias.AS_IS) {
            words.add(of(bias));
        }
    }

    /** Returns {@code interrupt} or {@code polled every 10 ms}. */
    static String sensing(PinState state) {
        return state.sensing().polled()
                ? "polled every " + duration(state.sensing().period())
                : "interrupt";
    }

    /** Returns {@code #14, 3 s ago}; empty before the first edge. */
    static String lastEdge(PinState state, Instant now) {
        return state.lastEdge()
                .map(time -> "#" + state.sequence() + ", " + age(time, now) + " ago")
                .orElse("");
    }

    /** Returns whether the pin is locked or held by another program. */
    static String note(PinState state) {
        var words = new ArrayList<String>();
        state.consumer()
                .filter(holder -> !holder.equals(PinState.CONSUMER))
                .ifPresent(holder -> words.add("held by '" + holder + "'"));
        if (state.locked()) {
            words.add("locked");
        }
        return String.join(", ", words);
    }

    /** Returns the model, never without saying that a twin is one. */
    static String model(BoardStatus board) {
        return board.simulated() && !board.model().toLowerCase(Locale.ROOT).contains("simulated")
                ? board.model() + " (simulated)"
                : board.model();
    }

    /** Returns {@code main is away: no such device}. */
    static String away(BoardStatus board) {
        return board.name() + " is away"
                + board.problem().map(problem -> ": " + problem).orElse("");
    }

    /** Returns the time since an instant in a unit of its size, {@code 119 s}, {@code 2 min}. */
    static String age(Instant since, Instant now) {
        var age = Duration.between(since, now);
        if (age.toMinutes() < 2) {
            return Math.max(0, age.toSeconds()) + " s"; // the wall clock may have stepped back
        }
        if (age.toHours() < 2) {
            return age.toMinutes() + " min";
        }
        return age.toDays() < 2 ? age.toHours() + " h" : age.toDays() + " d";
    }

    /** Returns a setting's duration exactly, {@code 5 ms} or {@code 1500 us}. */
    static String duration(Duration duration) {
        var micros = duration.toNanos() / 1_000;
        return micros % 1_000 == 0 ? micros / 1_000 + " ms" : micros + " us";
    }

    /** Returns a measured time with the precision that its size deserves, {@code 500.001 ms}. */
    static String interval(long nanos) {
        if (nanos < 1_000_000) {
            return String.format(Locale.ROOT, "%.3f us", nanos / 1e3);
        }
        return nanos < 1_000_000_000
                ? String.format(Locale.ROOT, "%.3f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
    }
}
