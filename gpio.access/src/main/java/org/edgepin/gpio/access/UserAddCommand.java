// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.edgepin.gpio.AccessDeniedException;

/** {@code edgepin:user-add}. */
@Service
@Command(
        scope = "edgepin",
        name = "user-add",
        description = "Adds a user, or gives one another password and role",
        detailedDescription = """
                Asks for the password, or makes one and shows it once. Users may log in through REST, the \
                page, gRPC and ssh. Their passwords are kept as salted hashes in etc/users.properties.

                Examples:
                  edgepin:user-add alice operator
                  edgepin:user-add --generate bob viewer""")
public final class UserAddCommand extends AccessCommand {

    /** NIST SP 800-63B. */
    private static final int SHORTEST = 8;

    private static final int GENERATED_BYTES = 15;

    @Reference
    @SuppressWarnings("NullAway.Init") // Karaf sets it before it calls execute()
    Users users;

    @Argument(index = 0, name = "name", description = "The user's name", required = true)
    @Completion(UserCompleter.class)
    private String name = "";

    @Argument(index = 1, name = "role", description = "viewer, operator or admin", required = true)
    @Completion(RoleCompleter.class)
    private String role = "";

    @Option(name = "--generate", description = "Make a password and show it, instead of asking for one")
    private boolean generate;

    @Override
    void run() throws IOException, AccessDeniedException {
        var wanted = role(role);
        var password = generate ? generated() : asked();
        var hash = new Passwords().encryptPassword(password);
        change("put user " + name + " as " + wanted, () -> {
            users.put(name, hash, wanted);
            return true;
        });
        if (generate) {
            print(password);
        }
    }

    private String asked() throws IOException {
        var password = session.readLine("Password: ", '*');
        if (password == null || password.length() < SHORTEST) {
            throw new IllegalArgumentException("a password has at least " + SHORTEST + " characters");
        }
        if (!password.equals(session.readLine("Again: ", '*'))) {
            throw new IllegalArgumentException("the two passwords differ");
        }
        return password;
    }

    private static String generated() {
        var bytes = new byte[GENERATED_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
