// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Offers the tokens there are. */
@Service
public final class TokenCompleter implements Completer {

    @Reference
    @SuppressWarnings("NullAway.Init") // Karaf sets it before it calls complete()
    Tokens tokens;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        var names = tokens.all().stream().map(Token::name).toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
