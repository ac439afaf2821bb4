// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The grammar of scripts, the same in the configuration and on the console. */
final class ScriptReader {

    static final String GRAMMAR =
            "open, low, high, square <time> [<n> times], bounce <time> [over <time>] or record <ms>:<level> ... [repeat]";

    private static final String NUMBER = "([0-9]{1,7}(?:\\.[0-9]{1,3})?)";
    private static final String TIME = NUMBER + " ?(us|ms|s)";
    private static final Pattern SQUARE = Pattern.compile("square " + TIME + "(?: ([1-9][0-9]{0,5}) times)?");
    private static final Pattern BOUNCE = Pattern.compile("bounce " + TIME + "(?: over " + TIME + ")?");
    private static final Pattern RECORD = Pattern.compile("record((?: [^ ]+)+?)( repeat)?");
    private static final Pattern STEP = Pattern.compile(NUMBER + ":(0|1|low|high|open)");

    /** As fast as one thread follows for a few pins: 10,000 edges in a second. */
    private static final Duration SHORTEST = Duration.ofNanos(200_000);

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration CHATTER = Duration.ofMillis(5);

    private ScriptReader() {}

    /**
     * Reads a script, in any case and with any blanks between its words.
     *
     * @throws IllegalArgumentException if it is none; the message says what would be right
     */
    static Script read(String text) {
        var words = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        var square = SQUARE.matcher(words);
        if (square.matches()) {
            return square.group(3) == null
                    ? new Script.Square(period(square))
                    : new Script.Square(period(square), Long.parseLong(square.group(3)));
        }
        var bounce = BOUNCE.matcher(words);
        if (bounce.matches()) {
            return bounce(bounce);
        }
        var recorded = RECORD.matcher(words);
        if (recorded.matches()) {
            return recorded(recorded.group(1).strip(), recorded.group(2) != null);
        }
        return Outside.parse(words)
                .map(Script.Held::new)
                .orElseThrow(() -> new IllegalArgumentException("must be " + GRAMMAR + ", for instance square 500 ms"));
    }

    private static Duration period(Matcher match) {
        var period = time(match.group(1), match.group(2));
        if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the period must be from 200 us to 3600 s");
        }
        return period;
    }

    private static Script bounce(Matcher match) {
        var period = period(match);
        var over = match.group(3) == null ? CHATTER : time(match.group(3), match.group(4));
        if (over.isZero() || over.multipliedBy(2).compareTo(period) >= 0) {
            throw new IllegalArgumentException("the contact bounces over "
                    + over.toNanos() / 1_000
                    + " us, which must be more than nothing and less than half of the period");
        }
        return new Script.Bounce(period, over);
    }

    private static Script recorded(String text, boolean repeat) {
        var steps = new ArrayList<Script.Step>();
        var before = 0L;
        for (var word : text.split(" ", -1)) {
            var match = STEP.matcher(word);
            if (!match.matches()) {
                throw new IllegalArgumentException(
                        "'" + word + "' must be <ms>:<level> with the level 0, 1, low, high or open, as in 100:1");
            }
            var nanos = time(match.group(1), "ms").toNanos();
            if (nanos < before) {
                throw new IllegalArgumentException("'" + word + "' is earlier than the step in front of it");
            }
            before = nanos;
            steps.add(new Script.Step(nanos, Outside.parse(match.group(2)).orElseThrow()));
        }
        if (repeat) {
            checkRound(steps);
        }
        return new Script.Recorded(steps, repeat);
    }

    /** The end of a round is the start of the next, so what begins at the end would last no time. */
    private static void checkRound(List<Script.Step> steps) {
        var first = steps.get(0);
        var last = steps.get(steps.size() - 1);
        if (last.nanos() < SHORTEST.toNanos()) {
            throw new IllegalArgumentException("the last time is the length of a round and must be at least 0.2 ms");
        }
        if (first.nanos() == 0 && first.outside() != last.outside()) {
            throw new IllegalArgumentException("the last level must be the first one's, as in 0:0 100:1 250:0 repeat");
        }
    }

    private static Duration time(String number, String unit) {
        var nanosPerUnit =
                switch (unit) {
                    case "us" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    default -> 1_000_000_000L;
                };
        return Duration.ofNanos(Math.round(Double.parseDouble(number) * nanosPerUnit));
    }
}
