// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.util.Map;
import java.util.Optional;
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
        return settings instanceof PinSettings.Output output && output.initial().isPresent()
                ? new PinSettings.Output(output.bias(), output.drive(), Optional.empty())
                : settings;
    }

    /** Returns the settings of a pin with the level that is still to be driven. */
    static PinSettings pending(String pid, int pin, PinSettings settings) {
        return System.getProperty(key(pid, pin)) == null ? settings : ignoring(settings);
    }

    /** Remembers that outputs have been started. */
    static void done(String pid, Map<Integer, PinSettings> used) {
        used.forEach((pin, settings) -> {
            if (settings instanceof PinSettings.Output) {
                System.setProperty(key(pid, pin), "true");
            }
        });
    }

    private static String key(String pid, int pin) {
        return PREFIX + pid + "." + pin;
    }
}
