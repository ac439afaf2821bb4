// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.ansi.SimpleAnsi;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.screen.Screen;
import org.edgepin.gpio.screen.Table;

/** {@code gpio:pins}. */
@Service
@Command(
        scope = "gpio",
        name = "pins",
        description = "Lists the pins that are in use, or shows one pin in detail",
        detailedDescription = """
                A level is what a voltmeter shows. "driven" stands beside it if the board drives another \
                level than the pin has. #14 is the sequence number of the newest edge.

                For scripts, --no-format prints a line for each pin, without a header, separated by tabs: \
                pin, name, label, position, direction (unused, input or output), bias, drive, \
                debounce in us, edges reported, level (0 or 1), driven (0 or 1), polling period in us \
                (0 for interrupt), sequence, last edge (UTC), held by, locked (true or false), problem.

                Examples:
                  gpio:pins            the pins in use of all boards
                  gpio:pins -a main    all pins of board main
                  gpio:pins main/5     everything about one pin
                  gpio:pins door       the same, by its name""")
public final class PinsCommand extends GpioCommand {

    private static final List<Function<PinState, String>> FIELDS = List.of(
            state -> state.pin().id().toString(),
            PinState::name,
            state -> state.pin().label(),
            state -> state.pin().position(),
            state -> direction(state.settings()),
            state -> bias(state.settings()),
            state -> state.settings() instanceof PinSettings.Output output ? Words.of(output.drive()) : "",
            state -> state.settings() instanceof PinSettings.Input input ? micros(input.debounce()) : "",
            state -> state.settings() instanceof PinSettings.Input input ? Words.of(input.edges()) : "",
            state -> state.level().map(Levels::digit).orElse(""),
            state -> state.driven().map(Levels::digit).orElse(""),
            state -> micros(state.sensing().period()),
            state -> String.valueOf(state.sequence()),
            state -> state.lastEdge().map(Instant::toString).orElse(""),
            state -> state.consumer().orElse(""),
            state -> String.valueOf(state.locked()),
            state -> state.problem().orElse(""));

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneId.systemDefault());

    @Option(name = "-a", aliases = "--all", description = "Also list the pins that are not in use")
    private boolean all;

    @Option(name = "-l", aliases = "--long", description = "Show all columns, also those that do not fit the terminal")
    private boolean more;

    @Option(name = "--no-format", description = "Print lines for scripts instead of a table")
    private boolean noFormat;

    @Argument(
            name = "pins",
            description = "Pins as board/number, number or name, and boards; everything if none is given",
            multiValued = true,
            valueToShowInHelp = "")
    @Completion(PinCompleter.class)
    private List<String> arguments = List.of();

    @Override
    void run(Gpio gpio, Screen screen) throws GpioException, CommandException {
        var selection = Selection.of(new PinArguments(gpio), arguments);
        if (arguments.size() == 1 && selection.boards().isEmpty() && !noFormat) {
            detail(screen, gpio, selection.pins().iterator().next());
            return;
        }
        var snapshot = Snapshot.of(gpio, selection);
        var shown = snapshot.states().stream()
                .filter(state -> all
                        || Snapshot.used(state)
                        || selection.pins().contains(state.pin().id()))
                .toList();
        if (noFormat) {
            Table.printPlain(screen.out(), FIELDS, shown);
            return;
        }
        if (!shown.isEmpty()) {
            Table.print(screen, columns(Instant.now()), shown);
        }
        for (var state : shown) {
            state.problem()
                    .ifPresent(problem -> screen.print(screen.alert(state.pin().id() + ": " + problem)));
        }
        for (var problem : snapshot.problems()) {
            screen.print(screen.alert(problem));
        }
        explainTheMissing(screen, gpio, selection, snapshot.states().size() - shown.size());
    }

    private static void explainTheMissing(Screen screen, Gpio gpio, Selection selection, int unused) {
        var boards = gpio.boards();
        for (var board : boards) {
            if (selection.touches(board.name()) && board.state() != BoardStatus.State.UP) {
                screen.print(screen.alert(Words.away(board)));
            }
        }
        if (unused > 0) {
            screen.print(
                    unused == 1
                            ? "1 pin is not in use; --all lists it."
                            : unused + " pins are not in use; --all lists them.");
        }
        if (boards.isEmpty()) {
            screen.print("No board is configured.");
        }
    }

    private List<Table.Column<PinState>> columns(Instant now) {
        return List.of(
                Table.Column.of("Pin", state -> state.pin().id().toString()),
                Table.Column.of("Name", PinState::name),
                Table.Column.<PinState>of("Level", Words::level)
                        .wrapping()
                        .coloured(SimpleAnsi.COLOR_GREEN, text -> text.startsWith("1")),
                Table.Column.<PinState>of("Use", Words::use).wrapping(),
                Table.Column.<PinState>of("Position", state -> state.pin().position())
                        .optional(!more),
                Table.Column.<PinState>of("Label", state -> state.pin().label()).optional(!more),
                Table.Column.<PinState>of("Last edge", state -> Words.lastEdge(state, now))
                        .wrapping(),
                Table.Column.<PinState>of("Note", Words::note).wrapping());
    }

    private static void detail(Screen screen, Gpio gpio, PinId id) throws GpioException {
        var state = gpio.state(id);
        var pin = state.pin();
        var can = pin.capabilities();
        var lines = new LinkedHashMap<String, String>();
        lines.put("Pin", id.toString());
        lines.put("Name", state.name());
        lines.put("Label", pin.label());
        lines.put("Position", pin.position());
        lines.put("Level", Words.level(state));
        lines.put("Use", Words.use(state));
        lines.put("Changes seen by", Snapshot.used(state) ? Words.sensing(state) : "");
        lines.put("Edges", String.valueOf(state.sequence()));
        lines.put(
                "Last edge",
                state.lastEdge()
                        .map(time -> TIME.format(time) + ", " + Words.age(time, Instant.now()) + " ago")
                        .orElse(""));
        lines.put("Held by", state.consumer().orElse(""));
        lines.put("Locked", state.locked() ? "yes, only the configuration can change its use" : "no");
        lines.put("Can be", Words.of(can.directions()));
        lines.put("Bias can be", Words.of(can.biases()));
        lines.put("Drive can be", Words.of(can.drives()));
        lines.put("Can debounce", can.debounce() ? "yes" : "no");
        board(gpio, id).ifPresent(board -> {
            lines.put("Board", Words.model(board));
            lines.put("Configuration", board.pid());
        });
        lines.put("Problem", state.problem().map(screen::alert).orElse(""));
        lines.forEach((key, value) -> {
            if (!value.isEmpty()) {
                screen.print(String.format("%-17s%s", key, value));
            }
        });
    }

    private static Optional<BoardStatus> board(Gpio gpio, PinId pin) {
        return gpio.boards().stream()
                .filter(board -> board.name().equals(pin.board()))
                .findFirst();
    }

    private static String direction(PinSettings settings) {
        if (settings instanceof PinSettings.Input) {
            return "input";
        }
        return settings instanceof PinSettings.Output ? "output" : "unused";
    }

    private static String bias(PinSettings settings) {
        if (settings instanceof PinSettings.Input input) {
            return Words.of(input.bias());
        }
        return settings instanceof PinSettings.Output output ? Words.of(output.bias()) : "";
    }

    private static String micros(Duration duration) {
        return String.valueOf(duration.toNanos() / 1_000);
    }
}
