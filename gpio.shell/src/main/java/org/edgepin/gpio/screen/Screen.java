// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.screen;

import java.io.PrintStream;
import org.apache.felix.service.command.Process;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.ansi.SimpleAnsi;
import org.jspecify.annotations.Nullable;

/**
 * Where a command prints to.
 *
 * @param out a terminal, a pipe, a file or a client
 * @param width its columns; {@link #UNLIMITED} if it is no terminal
 * @param colours whether it shows colours
 */
public record Screen(PrintStream out, int width, boolean colours) {

    public static final int UNLIMITED = Integer.MAX_VALUE;

    private static final int USUAL_WIDTH = 80;

    /** Finds the screen of the command that the calling thread executes. */
    public static Screen of(Session session) {
        // not the session's console: in a pipe, that is where the last command prints
        var process = Process.Utils.current();
        var out = process == null ? session.getConsole() : process.out();
        var terminal = session.getTerminal(); // null for a command that a client sends along with its login
        if (terminal == null || process == null || !process.isTty(1)) {
            return new Screen(out, UNLIMITED, false);
        }
        var width = terminal.getWidth() > 0 ? terminal.getWidth() : USUAL_WIDTH;
        return new Screen(out, width, !terminal.getType().startsWith("dumb"));
    }

    public boolean isTerminal() {
        return width != UNLIMITED;
    }

    public String alert(String text) {
        return colours ? SimpleAnsi.COLOR_RED + text + SimpleAnsi.COLOR_DEFAULT : text;
    }

    public void print(String line) {
        out.println(line);
    }

    /**
     * Returns the exception that ends a command. Of all exceptions, Karaf shows only this one as one
     * line without writing a stack trace to the log; a script sees it as exit status 1.
     */
    public CommandException failure(@Nullable String message, @Nullable Exception cause) {
        // Karaf would colour the line even where it is not shown on a terminal
        return new CommandException(alert("Error executing command: " + message), message, cause);
    }
}
