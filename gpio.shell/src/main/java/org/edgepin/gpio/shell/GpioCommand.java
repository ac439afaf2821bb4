// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.PinNotConfiguredException;
import org.edgepin.gpio.screen.ConsoleCaller;
import org.edgepin.gpio.screen.Screen;
import org.jspecify.annotations.Nullable;

/** What the commands share: the service on behalf of the user, the screen, and how they fail. */
abstract class GpioCommand implements Action {

    /**
     * Optional, as Karaf takes commands away whose mandatory services are missing: "command not
     * found".
     */
    @Reference(optional = true)
    @Nullable
    GpioAccess access;

    @Reference
    @SuppressWarnings("NullAway.Init") // Karaf sets it before it calls execute()
    Session session;

    /**
     * Does the work.
     *
     * @throws CommandException if an argument is wrong; the message says what would be right
     */
    abstract void run(Gpio gpio, Screen screen) throws GpioException, CommandException, InterruptedException;

    @Override
    public final @Nullable Object execute() throws CommandException, InterruptedException {
        var screen = Screen.of(session);
        try {
            if (access == null) {
                throw new CommandException("no GPIO service; is org.edgepin.gpio.core started?");
            }
            run(access.as(ConsoleCaller.current()), screen);
            return null; // anything else would be printed, or be the exit status
        } catch (PinNotConfiguredException e) {
            throw screen.failure(e.getMessage() + " as an input or an output; gpio:pins lists those that are", e);
        } catch (GpioException | CommandException e) {
            throw screen.failure(e.getMessage(), e);
        }
    }
}
