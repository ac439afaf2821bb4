// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.io.IOException;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Offers the users there are. */
@Service
public final class UserCompleter implements Completer {

    @Reference
    @SuppressWarnings("NullAway.Init") // Karaf sets it before it calls complete()
    Users users;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        try {
            return new StringsCompleter(users.all().keySet()).complete(session, line, candidates);
        } catch (IOException e) {
            return -1; // the command will say it
        }
    }
}
