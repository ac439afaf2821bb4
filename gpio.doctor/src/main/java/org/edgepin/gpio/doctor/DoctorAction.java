// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.doctor;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.screen.Screen;
import org.jspecify.annotations.Nullable;

/** What both commands share. They work without the GPIO service: that it is missing is a finding too. */
abstract class DoctorAction implements Action {

    @Reference(optional = true)
    @Nullable
    Gpio gpio;

    @Reference
    @SuppressWarnings("NullAway.Init") // Karaf sets it before it calls execute()
    Session session;

    /**
     * Does the work.
     *
     * @throws CommandException if an argument is wrong or something is; the message says what
     */
    abstract void run(Screen screen) throws CommandException;

    @Override
    public final @Nullable Object execute() throws CommandException {
        var screen = Screen.of(session);
        try {
            run(screen);
            return null; // anything else would be printed, or be the exit status
        } catch (CommandException e) {
            throw screen.failure(e.getMessage(), e);
        }
    }
}
