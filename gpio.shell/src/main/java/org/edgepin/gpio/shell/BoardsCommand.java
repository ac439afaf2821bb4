// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.ansi.SimpleAnsi;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.screen.Screen;
import org.edgepin.gpio.screen.Table;

/** {@code gpio:boards}. */
@Service
@Command(
        scope = "gpio",
        name = "boards",
        description = "Lists the boards, also those that are away",
        detailedDescription = """
                A board that is away is tried again by itself; the problem says why it is away.

                For scripts, --no-format prints a line for each board, without a header, separated by tabs: \
                name, model, simulated (true or false), state (up or away), since (UTC), location, \
                PID of its configuration, pins in use, pins, problem.

                Example:
                  gpio:boards --no-format | grep away""")
public final class BoardsCommand extends GpioCommand {

    @Option(name = "--no-format", description = "Print lines for scripts instead of a table")
    private boolean noFormat;

    /** A board with the states of its pins. */
    private record Row(BoardStatus board, List<PinState> pins) {

        long used() {
            return pins.stream().filter(Snapshot::used).count();
        }

        String problem() {
            return board.problem().orElse("");
        }
    }

    private static final List<Function<Row, String>> FIELDS = List.of(
            row -> row.board().name(),
            row -> row.board().model(),
            row -> String.valueOf(row.board().simulated()),
            row -> Words.of(row.board().state()),
            row -> row.board().since().toString(),
            row -> row.board().location(),
            row -> row.board().pid(),
            row -> String.valueOf(row.used()),
            row -> String.valueOf(row.pins().size()),
            Row::problem);

    @Override
    void run(Gpio gpio, Screen screen) {
        var snapshot = Snapshot.of(gpio, pin -> true);
        var rows = gpio.boards().stream()
                .map(board -> new Row(
                        board,
                        snapshot.states().stream()
                                .filter(state -> state.pin().id().board().equals(board.name()))
                                .toList()))
                .toList();
        if (noFormat) {
            Table.printPlain(screen.out(), FIELDS, rows);
            return;
        }
        if (rows.isEmpty()) {
            screen.print("No board is configured. A file etc/org.edgepin.gpio.<kind>-<name>.cfg makes one,");
            screen.print("etc/org.edgepin.gpio.sim-main.cfg for a simulated board called main.");
            return;
        }
        Table.print(screen, columns(Instant.now()), rows);
        for (var row : rows) {
            row.board()
                    .problem()
                    .ifPresent(problem -> screen.print(screen.alert(row.board().name() + ": " + problem)));
        }
    }

    private static List<Table.Column<Row>> columns(Instant now) {
        return List.of(
                Table.Column.of("Board", row -> row.board().name()),
                Table.Column.<Row>of("Model", row -> Words.model(row.board()))
                        .wrapping()
                        .coloured(SimpleAnsi.COLOR_YELLOW, text -> text.contains("simulated")),
                Table.Column.<Row>of("State", row -> Words.of(row.board().state()))
                        .coloured(SimpleAnsi.COLOR_RED, text -> text.equals("away")),
                Table.Column.of("For", row -> Words.age(row.board().since(), now)),
                Table.Column.of(
                        "Pins in use",
                        row -> row.pins().isEmpty()
                                ? ""
                                : row.used() + " of " + row.pins().size()),
                Table.Column.<Row>of("Location", row -> row.board().location()).wrapping());
    }
}
