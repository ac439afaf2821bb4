// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.time.Instant;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code edgepin:token-list}. */
@Service
@Command(
        scope = "edgepin",
        name = "token-list",
        description = "Lists the tokens: name, role, when made, until when valid")
public final class TokenListCommand extends AccessCommand {

    @Reference
    @SuppressWarnings("NullAway.Init") // Karaf sets it before it calls execute()
    Tokens tokens;

    @Override
    void run() {
        for (var token : tokens.all()) {
            var until = token.expires().map(Instant::toString).orElse("revoked");
            print("%-20s  %-8s  made %s  valid until %s%s"
                    .formatted(
                            token.name(),
                            token.role(),
                            token.made(),
                            until,
                            token.isValid(Instant.now()) ? "" : ", expired"));
        }
    }
}
