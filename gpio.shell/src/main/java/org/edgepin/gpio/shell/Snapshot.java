// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.NoSuchPinException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;

/**
 * The states of some pins, one after the other.
 *
 * @param states of the pins that could tell it, in their natural order
 * @param problems why others could not, each beginning with the pin
 */
record Snapshot(List<PinState> states, List<String> problems) {

    static Snapshot of(Gpio gpio, Predicate<PinId> wanted) {
        var states = new ArrayList<PinState>();
        var problems = new ArrayList<String>();
        for (var pin : gpio.pins()) {
            if (wanted.test(pin.id())) {
                try {
                    states.add(gpio.state(pin.id()));
                } catch (NoSuchPinException | BoardAwayException e) {
                    // the board has gone since gpio.pins(): it has no pins to show
                } catch (GpioException e) {
                    problems.add(String.valueOf(e.getMessage()));
                }
            }
        }
        return new Snapshot(states, problems);
    }

    static boolean used(PinState state) {
        return !(state.settings() instanceof PinSettings.Unused);
    }

    static boolean output(PinState state) {
        return state.settings() instanceof PinSettings.Output;
    }
}
