// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest.inside;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** Prints the {@link Tally}. */
@Service
@Command(scope = "itest", name = "tally", description = "What a listener has been told")
public final class TallyCommand implements Action {

    @Reference
    @Nullable
    Session session;

    @Override
    public @Nullable Object execute() {
        if (session != null) {
            Tally.lines().forEach(session.getConsole()::println);
        }
        return null;
    }
}
