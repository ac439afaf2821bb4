// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.io.IOException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.edgepin.gpio.AccessDeniedException;

/** {@code edgepin:token-revoke}. */
@Service
@Command(scope = "edgepin", name = "token-revoke", description = "Ends a token at once")
public final class TokenRevokeCommand extends AccessCommand {

    @Reference
    @SuppressWarnings("NullAway.Init") // Karaf sets it before it calls execute()
    Tokens tokens;

    @Argument(name = "name", description = "The token's name", required = true)
    @Completion(TokenCompleter.class)
    private String name = "";

    @Override
    void run() throws IOException, AccessDeniedException {
        change("revoke token " + name, () -> {
            if (!tokens.revoke(name)) {
                throw new IllegalArgumentException("there is no token '" + name + "'");
            }
            return true;
        });
    }
}
