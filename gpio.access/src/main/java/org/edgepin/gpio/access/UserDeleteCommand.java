// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.io.IOException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.edgepin.gpio.AccessDeniedException;

/** {@code edgepin:user-delete}. */
@Service
@Command(scope = "edgepin", name = "user-delete", description = "Deletes a user, whose logins fail from now on")
public final class UserDeleteCommand extends AccessCommand {

    @Reference
    @SuppressWarnings("NullAway.Init") // Karaf sets it before it calls execute()
    Users users;

    @Argument(name = "name", description = "The user's name", required = true)
    @Completion(UserCompleter.class)
    private String name = "";

    @Override
    void run() throws IOException, AccessDeniedException {
        change("delete user " + name, () -> {
            if (!users.remove(name)) {
                throw new IllegalArgumentException("there is no user '" + name + "'");
            }
            return true;
        });
    }
}
