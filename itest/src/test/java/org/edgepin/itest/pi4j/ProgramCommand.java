// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest.pi4j;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** Prints what {@link Program} has to say. */
@Service
@Command(scope = "itest", name = "pi4j", description = "What a Pi4J program got")
public final class ProgramCommand implements Action {

    @Reference
    @Nullable
    Session session;

    @Override
    public @Nullable Object execute() {
        if (session != null) {
            session.getConsole().println(Program.said());
        }
        return null;
    }
}
