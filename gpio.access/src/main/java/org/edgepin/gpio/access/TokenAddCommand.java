// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.edgepin.gpio.AccessDeniedException;

/** {@code edgepin:token-add}. */
@Service
@Command(
        scope = "edgepin",
        name = "token-add",
        description = "Makes a token with which a program logs in",
        detailedDescription = """
                The token is shown once; the gateway keeps only its hash. A client sends it as \
                "Authorization: Bearer TOKEN".

                Examples:
                  edgepin:token-add dashboard viewer
                  edgepin:token-add --days 7 installer admin""")
public final class TokenAddCommand extends AccessCommand {

    private static final int MOST_DAYS = 36_500;

    @Reference
    @SuppressWarnings("NullAway.Init") // Karaf sets it before it calls execute()
    Tokens tokens;

    @Argument(index = 0, name = "name", description = "What it is for; unique", required = true)
    private String name = "";

    @Argument(index = 1, name = "role", description = "viewer, operator or admin", required = true)
    @Completion(RoleCompleter.class)
    private String role = "";

    @Option(name = "--days", description = "How long it is valid; for ever if not given", valueToShowInHelp = "")
    private int days;

    @Override
    void run() throws IOException, AccessDeniedException {
        var wanted = role(role);
        if (days < 0 || days > MOST_DAYS) {
            throw new IllegalArgumentException("--days is a number from 1 to " + MOST_DAYS + ", not " + days);
        }
        var life = days == 0 ? Optional.<Duration>empty() : Optional.of(Duration.ofDays(days));
        print(change("add token " + name + " as " + wanted, () -> tokens.add(name, wanted, life)));
    }
}
