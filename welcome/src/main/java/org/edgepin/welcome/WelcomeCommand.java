// SPDX-License-Identifier: Apache-2.0
package org.edgepin.welcome;

import static java.util.stream.Collectors.toSet;

import java.io.PrintStream;
import java.security.AccessController;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code edgepin:welcome}, which the console runs when it opens in the gateway's terminal. */
@Service
@Command(scope = "edgepin", name = "welcome", description = "Says what runs here, where its files are, and what to try")
public final class WelcomeCommand implements Action {

    @Reference
    @SuppressWarnings("NullAway.Init") // Karaf sets it before it calls execute()
    Overview overview;

    @Reference
    @SuppressWarnings("NullAway.Init")
    Session session;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        var commands = session.getRegistry().getCommands().stream()
                .map(command -> command.getScope() + ":" + command.getName())
                .collect(toSet());
        print(overview.settledReport(), commands, isAdmin(), session.getConsole());
        return null; // anything else would be printed
    }

    /** Karaf runs each command as the user who has logged in; in the gateway's own terminal that is an admin. */
    @SuppressWarnings("removal") // the way of all Java versions on which Karaf 4.4 runs
    private static boolean isAdmin() {
        var subject = Subject.getSubject(AccessController.getContext());
        return subject != null
                && subject.getPrincipals(RolePrincipal.class).stream()
                        .anyMatch(role -> role.getName().equals("admin"));
    }

    static void print(Report report, Set<String> commands, boolean withToken, PrintStream out) {
        var rows = report.rows();
        var kind = width(rows, Report.Row::kind);
        var name = width(rows, Report.Row::name);
        var what = width(rows, Report.Row::what);
        for (var row : rows) {
            out.println(("  %-" + kind + "s  %-" + name + "s  %-" + what + "s  %s")
                    .formatted(row.kind(), row.name(), row.what(), row.file())
                    .stripTrailing());
        }
        out.println();
        out.println("  Files  " + report.etc());
        out.println("  Log    " + report.log().resolve("edgepin.log"));
        if (withToken) {
            print("  Page   ", report.pageAddress().stream().toList(), out);
            print(
                    "  Token  ",
                    report.token().map(it -> it + "  (etc/" + Report.TOKEN_FILE + ")").stream()
                            .toList(),
                    out);
        }
        print("  Try    ", report.commands(commands), out);
        print("  MQTT   ", report.mosquittoCommands(), out);
        out.println();
    }

    private static void print(String label, List<String> lines, PrintStream out) {
        var margin = label;
        for (var line : lines) {
            out.println(margin + line);
            margin = " ".repeat(label.length());
        }
    }

    private static int width(List<Report.Row> rows, Function<Report.Row, String> column) {
        return Math.max(
                1, rows.stream().map(column).mapToInt(String::length).max().orElse(0));
    }
}
