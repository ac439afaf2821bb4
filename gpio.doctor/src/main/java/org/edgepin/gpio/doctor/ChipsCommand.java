// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.doctor;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.ansi.SimpleAnsi;
import org.edgepin.gpio.screen.Screen;
import org.edgepin.gpio.screen.Table;
import org.edgepin.linux.LineInfo;

/** {@code gpio:chips}. */
@Service
@Command(
        scope = "gpio",
        name = "chips",
        description = "Lists the kernel's GPIO chips and their lines",
        detailedDescription = """
                Like gpiodetect: the chips, how many of their lines are in use, and which boards use them. With \
                chips, or --all, like gpioinfo: their lines, who holds each, and which pin of ours it is. Looking \
                takes no line from anybody.

                A chip is its name, number, node or label. Configure a board by the label: numbers move from one \
                kernel to the next.

                For scripts, --no-format prints a line for each chip, without a header, separated by tabs: name, \
                label, lines, lines in use, lines of ours, boards, problem. For lines: chip, line, name, \
                holder, pin, use.

                Examples:
                  gpio:chips
                  gpio:chips gpiochip0
                  gpio:chips pinctrl-bcm2711
                  gpio:chips --all --no-format | grep GPIO17""")
public final class ChipsCommand extends DoctorAction {

    @Argument(description = "The chips whose lines are shown", name = "chip", multiValued = true)
    @Completion(ChipCompleter.class)
    private List<String> names = List.of();

    @Option(
            name = "--all",
            aliases = {"-a"},
            description = "Show the lines of all chips")
    private boolean all;

    @Option(name = "--no-format", description = "Print lines for scripts instead of a table")
    private boolean noFormat;

    /** A line on its chip. */
    private record Row(Chip chip, LineInfo line) {}

    @Override
    void run(Screen screen) throws CommandException {
        var chips = Chip.all();
        var ours = new Ours(gpio);
        if (all || !names.isEmpty()) {
            showLines(screen, names.isEmpty() ? chips : called(names, chips), ours, noFormat);
        } else {
            showChips(screen, chips, ours, noFormat);
        }
    }

    /** Returns the chips that are meant, in the order of the words. */
    static List<Chip> called(List<String> words, List<Chip> chips) throws CommandException {
        var called = new ArrayList<Chip>();
        for (var word : words) {
            var found = chips.stream().filter(chip -> chip.isCalled(word)).toList();
            if (found.isEmpty()) {
                throw new CommandException("no chip is called '" + word + "'; there "
                        + (chips.isEmpty()
                                ? "is none"
                                : "are "
                                        + chips.stream()
                                                .map(ChipsCommand::title)
                                                .collect(joining(", "))));
            }
            called.addAll(found);
        }
        return called.stream().distinct().toList();
    }

    static void showChips(Screen screen, List<Chip> chips, Ours ours, boolean noFormat) {
        List<Function<Chip, String>> fields = List.of(
                Chip::name,
                Chip::label,
                chip -> count(chip, chip.lines().size()),
                chip -> count(chip, LineUse.used(chip.lines())),
                chip -> count(chip, Ours.lines(chip)),
                ours::boards);
        if (noFormat) {
            var plain = new ArrayList<>(fields);
            plain.add(chip -> chip.problem().orElse(""));
            Table.printPlain(screen.out(), plain, chips);
            return;
        }
        if (chips.isEmpty()) {
            screen.print("The kernel has no GPIO chip here; simulated boards need none. gpio:doctor tells more.");
            return;
        }
        Table.print(
                screen,
                List.of(
                        Table.Column.of("Chip", fields.get(0)),
                        Table.Column.of("Label", fields.get(1)),
                        Table.Column.of("Lines", fields.get(2)),
                        Table.Column.of("In use", fields.get(3)),
                        Table.Column.of("Ours", fields.get(4)),
                        Table.Column.of("Board", fields.get(5)).wrapping()),
                chips);
        showProblems(screen, chips);
    }

    static void showLines(Screen screen, List<Chip> chips, Ours ours, boolean noFormat) {
        List<Function<Row, String>> fields = List.of(
                row -> row.chip().name(),
                row -> Integer.toString(row.line().offset()),
                row -> row.line().name(),
                row -> LineUse.holder(row.line()),
                row -> ours.pin(row.chip(), row.line()),
                row -> LineUse.of(row.line()));
        for (var chip : chips) {
            var rows = chip.lines().stream().map(line -> new Row(chip, line)).toList();
            if (noFormat) {
                Table.printPlain(screen.out(), fields, rows);
            } else if (chip.problem().isEmpty()) {
                screen.print(title(chip) + ", " + rows.size() + (rows.size() == 1 ? " line" : " lines"));
                Table.print(
                        screen,
                        List.of(
                                Table.Column.of("Line", fields.get(1)),
                                Table.Column.of("Name", fields.get(2)),
                                Table.Column.of("Holder", fields.get(3)),
                                Table.Column.of("Pin", fields.get(4))
                                        .coloured(SimpleAnsi.COLOR_GREEN, text -> !text.isEmpty()),
                                Table.Column.of("Use", fields.get(5)).wrapping()),
                        rows);
            }
        }
        if (!noFormat) {
            showProblems(screen, chips);
        }
    }

    private static void showProblems(Screen screen, List<Chip> chips) {
        for (var chip : chips) {
            chip.problem().ifPresent(problem -> screen.print(screen.alert(chip.name() + ": " + problem)));
        }
    }

    private static String title(Chip chip) {
        return chip.label().isEmpty() ? chip.name() : chip.name() + " [" + chip.label() + "]";
    }

    /** What is not known is not 0. */
    private static String count(Chip chip, long count) {
        return chip.info().isEmpty() ? "" : Long.toString(count);
    }
}
