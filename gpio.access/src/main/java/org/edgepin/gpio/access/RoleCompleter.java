// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.edgepin.gpio.Role;

/** Offers the roles. */
@Service
public final class RoleCompleter implements Completer {

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        var roles = Arrays.stream(Role.values()).map(Role::toString).toList();
        return new StringsCompleter(roles).complete(session, line, candidates);
    }
}
