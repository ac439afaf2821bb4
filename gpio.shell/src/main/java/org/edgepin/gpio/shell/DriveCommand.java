// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.util.Map;
import org.apache.karaf.shell.support.CommandException;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.screen.ConsoleCaller;
import org.edgepin.gpio.screen.Screen;

/** A command that drives outputs. What is refused before it comes to a board is in the audit log too. */
abstract class DriveCommand extends GpioCommand {

    /** Returns the command as it was typed, for the audit log. */
    abstract String deed();

    /** Returns what is to be driven. */
    abstract Map<PinId, Level> levels(Gpio gpio) throws GpioException, CommandException;

    @Override
    final void run(Gpio gpio, Screen screen) throws GpioException, CommandException {
        var levels = understood(gpio);
        gpio.write(levels);
        for (var pin : levels.keySet()) {
            var state = gpio.state(pin);
            screen.print(Words.pinIs(state, Words.level(state)));
        }
    }

    private Map<PinId, Level> understood(Gpio gpio) throws GpioException, CommandException {
        try {
            return levels(gpio);
        } catch (GpioException | CommandException e) {
            if (access != null) {
                access.refused(ConsoleCaller.current(), deed(), String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }
}
