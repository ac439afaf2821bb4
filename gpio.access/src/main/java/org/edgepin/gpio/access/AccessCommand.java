// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.io.IOException;
import java.security.AccessController;
import java.security.Principal;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.ansi.SimpleAnsi;
import org.edgepin.gpio.AccessDeniedException;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.Role;
import org.jspecify.annotations.Nullable;

/**
 * What the commands share. Who may use them is in {@code org.apache.karaf.command.acl.edgepin.cfg}, as
 * for all of Karaf's commands; that they were used is in the audit log. Of all exceptions, Karaf shows
 * only a {@link CommandException} as one line without writing a stack trace to the log.
 */
abstract class AccessCommand implements Action {

    @Reference
    @SuppressWarnings("NullAway.Init") // Karaf sets it before it calls execute()
    GpioAccess access;

    @Reference
    @SuppressWarnings("NullAway.Init")
    Session session;

    /**
     * Does the work.
     *
     * @throws IllegalArgumentException if an argument is wrong; the message says what would be right
     */
    abstract void run() throws IOException, AccessDeniedException;

    @Override
    public final @Nullable Object execute() throws CommandException {
        try {
            run();
            return null; // anything else would be printed, or be the exit status
        } catch (IOException | AccessDeniedException | IllegalArgumentException e) {
            var line = SimpleAnsi.COLOR_RED + "Error executing command: " + e.getMessage() + SimpleAnsi.COLOR_DEFAULT;
            throw new CommandException(line, e.getMessage(), e);
        }
    }

    /** Does something that only an admin may do, and has it written into the audit log. */
    final <T, E extends Exception> T change(String deed, GpioAccess.Task<T, E> task) throws AccessDeniedException, E {
        return access.perform(new Caller(user(), "console", Role.ADMIN), Role.ADMIN, deed, task);
    }

    final void print(String line) {
        session.getConsole().println(line);
    }

    static Role role(String text) {
        return Role.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is not a role; there are viewer, operator and admin"));
    }

    /** Karaf runs each command as the user who has logged in, and in the gateway's terminal as {@code karaf}. */
    @SuppressWarnings("removal") // the way of all Java versions on which Karaf 4.4 runs
    private static String user() {
        var subject = Subject.getSubject(AccessController.getContext());
        return subject == null
                ? "nobody"
                : subject.getPrincipals(UserPrincipal.class).stream()
                        .map(Principal::getName)
                        .findFirst()
                        .orElse("nobody");
    }
}
