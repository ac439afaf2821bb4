// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.util.Locale;
import org.apache.karaf.shell.support.CommandException;
import org.edgepin.gpio.Level;

/**
 * A level is LOW and HIGH in code, 0 and 1 on a wire protocol; the console reads both and shows
 * both.
 */
final class Levels {

    private Levels() {}

    static Level parse(String text) throws CommandException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "0", "low" -> Level.LOW;
            case "1", "high" -> Level.HIGH;
            default -> throw new CommandException("'" + text + "' is not a level: 0, 1, low or high");
        };
    }

    /** Returns {@code 0} or {@code 1}. */
    static String digit(Level level) {
        return level == Level.HIGH ? "1" : "0";
    }

    /** Returns {@code 0 (LOW)} or {@code 1 (HIGH)}. */
    static String show(Level level) {
        return digit(level) + " (" + level + ")";
    }
}
