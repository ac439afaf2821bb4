// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.PinState;
import org.jspecify.annotations.Nullable;

/**
 * Offers what an argument can be, from the boards as they are now. Karaf also asks for each argument
 * before the one with the cursor, and offers nothing if there is no answer for one of them; the text
 * typed so far is compared by the console.
 */
abstract class GpioCompleter implements Completer {

    /** What needs no quotes on the command line; other names can be typed, but are not offered. */
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9._-]+");

    @Reference(optional = true)
    @Nullable
    Gpio gpio;

    /** Returns what the argument with the cursor can be. */
    abstract Stream<Candidate> candidates(Gpio gpio, CommandLine line);

    @Override
    public final int complete(Session session, CommandLine line, List<String> candidates) {
        if (gpio == null) {
            return -1;
        }
        candidates(gpio, line)
                .map(candidate -> candidate.complete() ? candidate.value() + " " : candidate.value())
                .forEach(candidates::add);
        return candidates.isEmpty() ? -1 : line.getBufferPosition() - line.getArgumentPosition();
    }

    @Override
    public final void completeCandidates(Session session, CommandLine line, List<Candidate> candidates) {
        if (gpio != null) {
            candidates(gpio, line).forEach(candidates::add);
        }
    }

    /** Offers each pin by its number and, if it has one, by its name, with something behind it. */
    static Stream<Candidate> pins(Gpio gpio, Predicate<PinState> wanted, String suffix) {
        return Snapshot.of(gpio, pin -> true).states().stream().filter(wanted).flatMap(state -> {
            var id = state.pin().id().toString();
            var use = Words.use(state);
            var byNumber = candidate(id + suffix, state.name().isEmpty() ? use : state.name() + ", " + use, suffix);
            return BARE.matcher(state.name()).matches()
                    ? Stream.of(byNumber, candidate(state.name() + suffix, id + ", " + use, suffix))
                    : Stream.of(byNumber);
        });
    }

    private static Candidate candidate(String value, String description, String suffix) {
        return new Candidate(value, value, null, description, null, null, suffix.isEmpty());
    }
}
