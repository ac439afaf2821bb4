// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.doctor;

import static java.util.stream.Collectors.toSet;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.ansi.SimpleAnsi;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.screen.Screen;
import org.edgepin.gpio.screen.Table;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** {@code gpio:doctor}. */
@Service
@Command(
        scope = "gpio",
        name = "doctor",
        description = "Looks for what is missing on this machine, and says how to mend it",
        detailedDescription = """
                Looks at the kernel, this user's groups, the nodes of GPIO chips, I2C adapters and SPI chips, and at \
                the boards. What keeps a configured board from working is wrong; what is missing but needed by none \
                is a note. The commands below a finding mend it; type them in a shell as they are. Nothing is \
                changed by looking.

                The exit status is 1 if something is wrong. For scripts, --no-format prints a line for each finding, \
                without a header, separated by tabs: ok, note or wrong; what it is about; the finding; \
                the commands, separated by && .

                Example:
                  gpio:doctor --no-format | grep ^wrong""")
public final class DoctorCommand extends DoctorAction {

    @Reference
    @SuppressWarnings("NullAway.Init") // Karaf sets it before it calls execute()
    private BundleContext context;

    @Option(name = "--no-format", description = "Print lines for scripts instead of a report")
    private boolean noFormat;

    @Override
    void run(Screen screen) throws CommandException {
        var chips = Chip.all();
        var checkup = new Checkup(
                new Survey().machine(chips),
                Optional.ofNullable(gpio).map(Gpio::boards),
                boardFiles(Path.of(context.getProperty("karaf.etc"))),
                Arrays.stream(context.getBundles())
                        .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                        .map(Bundle::getSymbolicName)
                        .collect(toSet()),
                Path.of(context.getProperty("karaf.home")));
        report(screen, checkup.findings(), noFormat);
    }

    /** Returns the names of the files that make boards, of the kinds that Edgepin brings. */
    static List<String> boardFiles(Path etc) {
        var names = etc.toFile().list();
        return names == null
                ? List.of()
                : Stream.of(names)
                        .filter(name -> name.matches("org\\.edgepin\\.gpio\\.(rpi|gl20|matrix|sim)-.+\\.cfg"))
                        .sorted()
                        .toList();
    }

    static void report(Screen screen, List<Finding> findings, boolean noFormat) throws CommandException {
        if (noFormat) {
            List<Function<Finding, String>> fields = List.of(
                    DoctorCommand::kind,
                    Finding::about,
                    Finding::text,
                    finding -> String.join(" && ", finding.remedy()));
            Table.printPlain(screen.out(), fields, findings);
        } else {
            findings.forEach(finding -> print(screen, finding));
        }
        var wrong = findings.stream()
                .filter(finding -> finding.kind() == Finding.Kind.WRONG)
                .count();
        if (wrong > 0) {
            throw new CommandException(
                    wrong == 1 ? "one thing is wrong, see above" : wrong + " things are wrong, see above");
        }
        if (!noFormat) {
            screen.print("All is well.");
        }
    }

    private static void print(Screen screen, Finding finding) {
        var kind = "%-5s".formatted(kind(finding));
        screen.print(" " + (screen.colours() ? colour(finding) + kind + SimpleAnsi.COLOR_DEFAULT : kind)
                + "  %-6s  ".formatted(finding.about()) + finding.text());
        finding.remedy().forEach(command -> screen.print(" ".repeat(16) + command));
    }

    private static String kind(Finding finding) {
        return finding.kind().name().toLowerCase(Locale.ROOT);
    }

    private static String colour(Finding finding) {
        return switch (finding.kind()) {
            case OK -> SimpleAnsi.COLOR_GREEN;
            case NOTE -> SimpleAnsi.COLOR_YELLOW;
            case WRONG -> SimpleAnsi.COLOR_RED;
        };
    }
}
