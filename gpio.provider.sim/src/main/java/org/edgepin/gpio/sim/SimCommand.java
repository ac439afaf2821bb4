// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.ansi.SimpleAnsi;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;
import org.jspecify.annotations.Nullable;

/**
 * What the commands share. Of all exceptions, Karaf shows only a {@link CommandException} as one line
 * without writing a stack trace to the log.
 */
abstract class SimCommand implements Action {

    @Reference
    List<SimBoard> boards = List.of();

    @Reference
    @SuppressWarnings("NullAway.Init") // Karaf sets it before it calls execute()
    Session session;

    /**
     * Does the work.
     *
     * @return what to tell the user
     * @throws CommandException if an argument is wrong; the message says what would be right
     */
    abstract String run() throws CommandException;

    @Override
    public final @Nullable Object execute() throws CommandException {
        try {
            session.getConsole().println(run());
            return null; // anything else would be printed, or be the exit status
        } catch (CommandException e) {
            var line = SimpleAnsi.COLOR_RED + "Error executing command: " + e.getMessage() + SimpleAnsi.COLOR_DEFAULT;
            throw new CommandException(line, e.getMessage(), e);
        }
    }

    /** Returns {@code main/5 = 1 (HIGH)}, as the other commands show a level. */
    final String levelOf(PinId pin) throws CommandException {
        var level = board(pin.board()).world().level(pin.number());
        return pin + " = " + (level == Level.HIGH ? "1" : "0") + " (" + level + ")";
    }

    /** Returns the pin that an argument means: {@code board/number}, or the number if there is one board. */
    final PinId pin(String text) throws CommandException {
        var whole = boards.size() == 1 && text.matches("[0-9]+")
                ? boards.get(0).status().name() + "/" + text
                : text;
        var pin = PinId.parse(whole)
                .orElseThrow(
                        () -> new CommandException("'" + text + "' is not a pin: write board/number, like main/5"));
        var size = board(pin.board()).world().size();
        if (size == 0) {
            throw new CommandException(pin + ": " + pin.board() + " has no right configuration yet, see gpio:boards");
        }
        if (pin.number() >= size) {
            throw new CommandException(pin + ": no such pin: " + pin.board() + " has 0 to " + (size - 1));
        }
        return pin;
    }

    final SimBoard board(String name) throws CommandException {
        return boards.stream()
                .filter(it -> it.status().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandException("no simulated board is called '" + name + "'"
                        + boards.stream()
                                .map(it -> it.status().name())
                                .sorted()
                                .collect(Collectors.joining(", ", ": there is ", boards.isEmpty() ? "none" : ""))));
    }
}
