// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.time.Instant;
import java.util.Optional;

/**
 * How a board is.
 *
 * @param name the board's name, see {@link PinId#board()}
 * @param model what it is, for people: {@code Raspberry Pi 4 Model B}
 * @param simulated whether it is a twin in memory; say so wherever the board is shown
 * @param state whether it can be used
 * @param since when it came to that state
 * @param location where it was found, {@code /dev/gpiochip0 [pinctrl-bcm2711]}; empty while it is away
 * @param pid the PID of its configuration, {@code org.edgepin.gpio.rpi~main}
 * @param problem what is wrong; empty if nothing is. A board that is up can have one: a changed
 *     configuration that was refused, so that the one before still runs
 */
public record BoardStatus(
        String name,
        String model,
        boolean simulated,
        State state,
        Instant since,
        String location,
        String pid,
        Optional<String> problem) {

    /** Whether a board can be used. */
    public enum State {
        /** Its pins can be used. */
        UP,
        /** It is configured but cannot be used; {@link BoardStatus#problem()} says why. It is tried again. */
        AWAY,
        /**
         * Its configuration or its provider is gone. Only in a {@link BoardChange}; if its configuration
         * is still there, another one with {@link #AWAY} follows.
         */
        REMOVED
    }
}
