// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.io.IOException;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.edgepin.gpio.Role;

/** {@code edgepin:user-list}. */
@Service
@Command(scope = "edgepin", name = "user-list", description = "Lists the users in etc/users.properties: name, role")
public final class UserListCommand extends AccessCommand {

    @Reference
    @SuppressWarnings("NullAway.Init") // Karaf sets it before it calls execute()
    Users users;

    @Override
    void run() throws IOException {
        new TreeMap<>(users.all())
                .forEach((name, role) -> print(
                        "%-20s  %s".formatted(name, role.map(Role::toString).orElse("no role here"))));
    }
}
