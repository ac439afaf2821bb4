// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** {@code gpio:sim-fault}. */
@Service
@Command(
        scope = "gpio",
        name = "sim-fault",
        description = "Breaks or mends a simulated board or its pin",
        detailedDescription = """
                A board can be away, as if unplugged, or slow; a pin can be stuck-high or stuck-low, as if \
                shorted. That lasts until the line in the board's configuration changes, or the next call.

                Examples:
                  gpio:sim-fault main away
                  gpio:sim-fault main none
                  gpio:sim-fault main/5 stuck-low""")
public final class SimFaultCommand extends SimCommand {

    @Argument(name = "target", description = "A simulated board, or a pin as board/number", required = true)
    @Completion(SimTargetCompleter.class)
    String target = "";

    @Argument(
            index = 1,
            name = "fault",
            description = "none, away or slow for a board; none, stuck-high or stuck-low for a pin",
            required = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"none", "away", "slow", "stuck-high", "stuck-low"})
    String fault = "";

    @Override
    String words() {
        return "sim-fault " + target + " " + fault;
    }

    @Override
    Deed understand() throws CommandException {
        if (target.contains("/")) {
            var pin = pin(target);
            var world = board(pin.board()).world();
            var choice = choice("pin", PinFault.WORDS);
            return () -> {
                world.fault(pin.number(), choice);
                return levelOf(pin);
            };
        }
        var world = board(target).world();
        var choice = choice("board", BoardFault.WORDS);
        return () -> {
            world.fault(choice);
            return target + ": fault " + fault.toLowerCase(Locale.ROOT);
        };
    }

    private <E> E choice(String what, Map<String, E> words) throws CommandException {
        var choice = words.get(fault.toLowerCase(Locale.ROOT));
        if (choice == null) {
            throw new CommandException("'" + fault + "' is not a fault of a " + what + ": "
                    + String.join(", ", new TreeSet<>(words.keySet())));
        }
        return choice;
    }
}
