// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.screen.Screen;

/** {@code gpio:read}. */
@Service
@Command(scope = "gpio", name = "read", description = "Reads the levels of pins", detailedDescription = """
                All pins are read in one go, those of one board at one instant if its hardware can. If one \
                of them cannot be read, none is shown.

                Examples:
                  gpio:read main/5            main/5 = 1 (HIGH)
                  gpio:read door main/6
                  gpio:read main              all pins in use of board main""")
public final class ReadCommand extends GpioCommand {

    @Argument(
            name = "pins",
            description = "Pins as board/number, number or name; a board for all of its pins in use",
            required = true,
            multiValued = true)
    @Completion(PinCompleter.class)
    private List<String> arguments = List.of();

    @Override
    void run(Gpio gpio, Screen screen) throws GpioException, CommandException {
        var pins = new PinArguments(gpio).pins(arguments);
        var levels = gpio.read(pins);
        for (var pin : pins) {
            var level = levels.get(pin);
            if (level != null) {
                screen.print(Words.pinIs(gpio.state(pin), Levels.show(level)));
            }
        }
    }
}
