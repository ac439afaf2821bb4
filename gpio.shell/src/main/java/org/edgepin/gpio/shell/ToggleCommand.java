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
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinNotConfiguredException;

/** {@code gpio:toggle}. */
@Service
@Command(scope = "gpio", name = "toggle", description = "Drives outputs to the other level", detailedDescription = """
                All pins are driven in one go, as by gpio:write. The other level is that of what the board \
                drives, even if the pin shows something else.

                Example:
                  gpio:toggle main/8 lamp""")
public final class ToggleCommand extends DriveCommand {

    @Argument(
            name = "pins",
            description = "Outputs as board/number, number or name",
            required = true,
            multiValued = true)
    @Completion(OutputCompleter.class)
    private List<String> arguments = List.of();

    @Override
    String deed() {
        return "toggle " + String.join(" ", arguments);
    }

    @Override
    Map<PinId, Level> levels(Gpio gpio) throws GpioException, CommandException {
        var known = new PinArguments(gpio);
        var levels = new LinkedHashMap<PinId, Level>();
        for (var text : arguments) {
            var pin = known.pin(text);
            if (levels.put(pin, other(gpio, pin)) != null) {
                throw new CommandException(pin + " is given twice");
            }
        }
        return levels;
    }

    private static Level other(Gpio gpio, PinId pin) throws GpioException {
        var state = gpio.state(pin);
        if (!Snapshot.used(state)) {
            throw new PinNotConfiguredException(pin);
        }
        return state.driven().map(Level::inverse).orElseThrow(() -> new PinCapabilityException(pin, "not an output"));
    }
}
