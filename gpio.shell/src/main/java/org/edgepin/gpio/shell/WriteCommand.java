// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;

/** {@code gpio:write}. */
@Service
@Command(scope = "gpio", name = "write", description = "Drives outputs to levels", detailedDescription = """
                All pins are driven in one go, those of one board at one instant if its hardware can. If one \
                of them cannot be driven, none is. What is printed is read back from the pins.

                Examples:
                  gpio:write main/8=1
                  gpio:write main/8 high
                  gpio:write main/8=1 main/9=0 lamp=1""")
public final class WriteCommand extends DriveCommand {

    @Argument(
            name = "pin=level",
            description = "Outputs as board/number, number or name, each with =0, =1, =low or =high; "
                    + "or a single pin and its level, separated by a space",
            required = true,
            multiValued = true)
    @Completion(WriteCompleter.class)
    private List<String> arguments = List.of();

    @Override
    String deed() {
        return "write " + String.join(" ", arguments);
    }

    @Override
    Map<PinId, Level> levels(Gpio gpio) throws CommandException {
        var known = new PinArguments(gpio);
        var levels = new LinkedHashMap<PinId, Level>();
        if (arguments.size() == 2
                && !arguments.get(0).contains("=")
                && !arguments.get(1).contains("=")) {
            levels.put(known.pin(arguments.get(0)), Levels.parse(arguments.get(1)));
            return levels;
        }
        for (var text : arguments) {
            var equals = text.lastIndexOf('=');
            if (equals < 0) {
                throw new CommandException("'" + text + "' is not pin=level, like " + text + "=1");
            }
            var pin = known.pin(text.substring(0, equals));
            if (levels.put(pin, Levels.parse(text.substring(equals + 1))) != null) {
                throw new CommandException(pin + " is given twice");
            }
        }
        return levels;
    }
}
