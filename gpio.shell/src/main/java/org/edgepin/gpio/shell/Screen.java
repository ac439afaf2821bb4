// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.io.PrintStream;
import org.apache.felix.service.command.Process;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.ansi.SimpleAnsi;

/**
 * Where a command prints to.
 *
 * @param out a terminal, a pipe, a file or a client
 * @param width its columns; {@link #UNLIMITED} if it is no terminal
 * @param colours whether it shows colours
 */
record Screen(PrintStream out, int width, boolean colours) {

    static final int UNLIMITED = Integer.MAX_VALUE;

    private static final int USUAL_WIDTH = 80;

    /** Finds the screen of the command that the calling thread executes. */
    static Screen of(Session session) {
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

    boolean isTerminal() {
        return width != UNLIMITED;
    }

    String alert(String text) {
        return colours ? SimpleAnsi.COLOR_RED + text + SimpleAnsi.COLOR_DEFAULT : text;
    }

    void print(String line) {
        out.println(line);
    }
}
