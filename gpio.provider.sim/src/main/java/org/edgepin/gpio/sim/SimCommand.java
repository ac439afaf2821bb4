// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.edgepin.gpio.AccessDeniedException;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.screen.ConsoleCaller;
import org.edgepin.gpio.screen.Screen;
import org.jspecify.annotations.Nullable;

/** What the commands share: the boards, the screen, and that each leaves a line in the audit log. */
abstract class SimCommand implements Action {

    @Reference
    List<SimBoard> boards = List.of();

    /** Optional, as Karaf takes commands away whose mandatory services are missing: "command not found". */
    @Reference(optional = true)
    @Nullable
    GpioAccess access;

    @Reference
    @SuppressWarnings("NullAway.Init") // Karaf sets it before it calls execute()
    Session session;

    /** What a command does once it is understood; returns what to tell the user. */
    interface Deed {

        String run() throws CommandException;
    }

    /** Returns the command as it was typed, for the audit log. */
    abstract String words();

    /**
     * Understands the arguments.
     *
     * @throws CommandException if one is wrong; the message says what would be right
     */
    abstract Deed understand() throws CommandException;

    @Override
    public final @Nullable Object execute() throws CommandException {
        var screen = Screen.of(session);
        try {
            screen.print(run(ConsoleCaller.current()));
            return null; // anything else would be printed, or be the exit status
        } catch (AccessDeniedException | CommandException e) {
            throw screen.failure(e.getMessage(), e);
        }
    }

    final String run(Caller caller) throws AccessDeniedException, CommandException {
        var audited = access;
        if (audited == null) {
            throw new CommandException("no GPIO service; is org.edgepin.gpio.core started?");
        }
        Deed deed;
        try {
            deed = understand();
        } catch (CommandException e) {
            audited.refused(caller, words(), String.valueOf(e.getMessage()));
            throw e;
        }
        return audited.perform(caller, Role.OPERATOR, words(), deed::run);
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
