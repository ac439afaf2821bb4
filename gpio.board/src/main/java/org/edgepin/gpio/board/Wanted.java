// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinSettings;

/**
 * What the pins of a board shall be: what the configuration plans for them, and the settings that
 * callers have chosen since. It outlives the board's absence.
 *
 * @param plans what the configuration says
 * @param settings those of the pins in use; with a level to start with only as long as it has not
 *     been driven
 */
record Wanted(NavigableMap<Integer, PinPlan> plans, NavigableMap<Integer, PinSettings> settings) {

    static final Wanted NOTHING = new Wanted(new TreeMap<>(), new TreeMap<>());

    Wanted {
        plans = Collections.unmodifiableNavigableMap(new TreeMap<>(plans));
        settings = Collections.unmodifiableNavigableMap(new TreeMap<>(settings));
    }

    PinPlan plan(int pin) {
        return plans.getOrDefault(pin, PinPlan.UNUSED);
    }

    PinSettings of(int pin) {
        return settings.getOrDefault(pin, PinSettings.UNUSED);
    }

    /** Returns the same with other settings of one pin. */
    Wanted with(int pin, PinSettings chosen) {
        var changed = new TreeMap<>(settings);
        put(changed, pin, chosen);
        return new Wanted(plans, changed);
    }

    /** Returns what is wanted after a change of the plans: what they say anew, and else what was wanted before. */
    Wanted planned(NavigableMap<Integer, PinPlan> changed) {
        var pins = new TreeSet<>(plans.keySet());
        pins.addAll(changed.keySet());
        var next = new TreeMap<>(settings);
        pins.forEach(pin -> put(
                next,
                pin,
                next(
                        of(pin),
                        plan(pin).settings(),
                        changed.getOrDefault(pin, PinPlan.UNUSED).settings())));
        return new Wanted(changed, next);
    }

    /** An output that stays one keeps its level: the level to start with is not a command. */
    private static PinSettings next(PinSettings current, PinSettings planned, PinSettings now) {
        if (!StartLevels.ignoring(current).equals(current)) {
            return now;
        }
        if (StartLevels.ignoring(planned).equals(StartLevels.ignoring(now))) {
            return current;
        }
        return current instanceof PinSettings.Output ? StartLevels.ignoring(now) : now;
    }

    /** Returns what a board can have that was found to have these pins: where it cannot, what is planned. */
    Wanted fitting(NavigableMap<Integer, Pin> pins) {
        var fitting = new TreeMap<>(settings);
        fitting.keySet().retainAll(pins.keySet());
        pins.forEach((number, pin) -> {
            if (pin.capabilities().refusal(of(number)).isPresent()) {
                put(fitting, number, StartLevels.ignoring(plan(number).settings()));
            }
        });
        return new Wanted(plans, fitting);
    }

    private static void put(Map<Integer, PinSettings> settings, int pin, PinSettings wanted) {
        if (wanted.equals(PinSettings.UNUSED)) {
            settings.remove(pin);
        } else {
            settings.put(pin, wanted);
        }
    }
}
