// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** {@code gpio:sim-set}. */
@Service
@Command(
        scope = "gpio",
        name = "sim-set",
        description = "Drives a simulated board's pin from outside",
        detailedDescription = """
                Does to a pin what its outside world would do: holds it low or high, leaves it open, or plays a \
                script. That lasts until the pin's line in the board's configuration changes, or the next call.

                Examples:
                  gpio:sim-set main/5 high
                  gpio:sim-set main/5 open
                  gpio:sim-set main/5 square 500 ms
                  gpio:sim-set main/5 square 1 ms 2000 times
                  gpio:sim-set main/5 bounce 1 s over 5 ms
                  gpio:sim-set main/5 record 0:0 100:1 250:0 repeat""")
public final class SimSetCommand extends SimCommand {

    @Argument(
            name = "pin",
            description = "The pin as board/number, or the number alone if there is one simulated board",
            required = true)
    @Completion(SimPinCompleter.class)
    String pin = "";

    @Argument(
            index = 1,
            name = "what",
            description = "open, 0, 1, low or high, or a script",
            required = true,
            multiValued = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"0", "1", "low", "high", "open", "square", "bounce", "record"})
    List<String> what = List.of();

    @Override
    String words() {
        return "sim-set " + pin + " " + String.join(" ", what);
    }

    @Override
    Deed understand() throws CommandException {
        var target = pin(pin);
        var world = board(target.board()).world();
        var script = script(String.join(" ", what));
        return () -> {
            world.outside(target.number(), script);
            return levelOf(target);
        };
    }

    private static Script script(String text) throws CommandException {
        try {
            return ScriptReader.read(text);
        } catch (IllegalArgumentException e) {
            throw new CommandException("'" + text + "': " + e.getMessage());
        }
    }
}
