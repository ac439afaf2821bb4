// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.edgepin.gpio.PinSettings;

/**
 * Levels to start with are driven once in the life of the Java process, whatever bundle is updated
 * and whatever board is lost and found in the meantime: afterwards an output is taken over with the
 * level that it has. System properties are the one memory that outlives a bundle and not the process.
 */
final class StartLevels {

    private static final String PREFIX = "org.edgepin.gpio.started.";

    private StartLevels() {}

    /** Returns the same settings without a level to start with. */
    static PinSettings ignoring(PinSettings settings) {
        return settings instanceof PinSettings.Output output
                ? new PinSettings.Output(output.bias(), output.drive(), Optional.empty())
                : settings;
    }

    /** Returns the settings with the levels that are still to be driven. */
    static NavigableMap<Integer, PinSettings> pending(String board, NavigableMap<Integer, PinSettings> settings) {
        var pending = new TreeMap<Integer, PinSettings>();
        settings.forEach((number, it) ->
                pending.put(number, System.getProperty(PREFIX + board + "." + number) == null ? it : ignoring(it)));
        return pending;
    }

    /** Remembers that outputs have been started. */
    static void done(String board, NavigableMap<Integer, PinSettings> settings) {
        settings.forEach((number, it) -> {
            if (it instanceof PinSettings.Output) {
                System.setProperty(PREFIX + board + "." + number, "true");
            }
        });
    }
}
