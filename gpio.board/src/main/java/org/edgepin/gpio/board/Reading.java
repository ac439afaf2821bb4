// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.edgepin.gpio.Pin;

/**
 * What a configuration comes to.
 *
 * @param settings the provider's own
 * @param pins the board's pins by number; empty as long as they are not known
 * @param plans what it says of them
 * @param problems what is wrong with it
 * @param absence why the pins are not known, of a board that must be there to tell them; empty if
 *     there are problems, which say more
 */
record Reading<S>(
        S settings,
        NavigableMap<Integer, Pin> pins,
        NavigableMap<Integer, PinPlan> plans,
        List<String> problems,
        Optional<IOException> absence) {

    /** Says which pins there are with some settings. */
    interface Pins<S> {

        NavigableMap<Integer, Pin> of(S settings) throws IOException;
    }

    /**
     * Reads a configuration.
     *
     * @param isNamed whether the board's name is one
     */
    static <S> Reading<S> of(
            Map<String, ?> properties, String pid, boolean isNamed, BoardDriver<S> driver, Pins<S> pins) {
        var configuration = new BoardConfiguration(properties, driver.keys(), driver.pinKeys());
        if (!isNamed) {
            configuration.problem(
                    "service.pid",
                    pid,
                    "the board's name must be 1 to 64 letters, digits, dots, dashes and underscores,"
                            + " the first a letter or a digit");
        }
        var others = configuration.problems().size();
        var settings = driver.settings(configuration);
        if (!isNamed || configuration.problems().size() > others) {
            // which pins there are depends on what is wrong
            return unplanned(settings, configuration, Optional.empty());
        }
        try {
            var its = pins.of(settings);
            return new Reading<>(settings, its, configuration.plans(its), configuration.problems(), Optional.empty());
        } catch (IOException e) {
            return unplanned(settings, configuration, Optional.of(e));
        }
    }

    /**
     * Returns this, if all is known.
     *
     * @throws IOException otherwise, with the reason
     */
    Reading<S> complete() throws IOException {
        if (absence.isPresent()) {
            throw absence.get();
        }
        return this;
    }

    private static <S> Reading<S> unplanned(
            S settings, BoardConfiguration configuration, Optional<IOException> absence) {
        configuration.check();
        var problems = configuration.problems();
        return new Reading<>(
                settings, new TreeMap<>(), new TreeMap<>(), problems, absence.filter(it -> problems.isEmpty()));
    }
}
