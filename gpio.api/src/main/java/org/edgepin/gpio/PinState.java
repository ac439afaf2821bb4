// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a pin at one instant. Whoever takes a state and then applies the edges with a
 * sequence above {@code sequence} always ends at the true level.
 *
 * @param pin what never changes about it
 * @param name the user's name for it, {@code door}; empty if it has none
 * @param settings how it is used; an output's initial level, once driven, is not part of them
 *     any more, so that to set them again moves nothing
 * @param level the level on the pin, or the level last driven where the board cannot sense its
 *     outputs; empty for an unused pin that cannot be looked at without taking it
 * @param driven the level that the board drives; empty unless it is an output
 * @param sensing how its changes are seen
 * @param sequence the number of its newest edge, 0 before the first
 * @param lastEdge when that edge happened; empty before the first
 * @param consumer who holds the line: {@code edgepin}, or the name another program has given; empty
 *     if nobody does
 * @param locked whether only the configuration file may change its settings
 * @param problem what is wrong with it, to be read after the pin's name; empty if nothing is
 */
public record PinState(
        Pin pin,
        String name,
        PinSettings settings,
        Optional<Level> level,
        Optional<Level> driven,
        Sensing sensing,
        long sequence,
        Optional<Instant> lastEdge,
        Optional<String> consumer,
        boolean locked,
        Optional<String> problem) {

    /** The consumer of the lines that this gateway holds. */
    public static final String CONSUMER = "edgepin";
}
