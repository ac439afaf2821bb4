// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.ansi.SimpleAnsi;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;

/** {@code gpio:pins}. */
@Service
@Command(
        scope = "gpio",
        name = "pins",
        description = "Lists the pins that are in use, or shows one pin in detail",
        detailedDescription = """
                A level is what a voltmeter shows. "driven" stands beside it if the board drives another \
                level than the pin has. #14 is the sequence number of the newest edge.

                For scripts, --no-format prints a line per pin, without a header, separated by tabs:
                pin, name, label, position, direction (unused, input or output), bias, drive,
                debounce in us, edges reported, level (0 or 1), driven (0 or 1), polling period in us
                (0: interrupt), sequence, last edge (UTC), held by, locked (true or false), problem.

                Examples:
                  gpio:pins            the pins in use of all boards
                  gpio:pins main -a    all pins of board main
                  gpio:pins main/5     everything about one pin
                  gpio:pins door       the same, by its name""")
public final class PinsCommand extends GpioCommand {

    @Option(name = "-a", aliases = "--all", description = "Also list the pins that are not in use")
    private boolean all;

    @Option(
            name = "-l",
            aliases = "--long",
            description = "Show more columns: what the hardware calls a pin, who holds it")
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

    @Override
    void run(Gpio gpio, Screen screen) throws GpioException, CommandException {
        var known = new PinArguments(gpio);
        var boards = arguments.stream().filter(known::isBoard).collect(Collectors.toSet());
        var pins = known.pins(
                arguments.stream().filter(text -> !boards.contains(text)).toList());
        if (arguments.size() == 1 && pins.size() == 1 && !noFormat) {
            detail(screen, gpio, pins.iterator().next());
            return;
        }
        var snapshot =
                Snapshot.of(gpio, pin -> arguments.isEmpty() || boards.contains(pin.board()) || pins.contains(pin));
        var shown = snapshot.states().stream()
                .filter(state ->
                        all || Snapshot.used(state) || pins.contains(state.pin().id()))
                .toList();
        if (noFormat) {
            Table.printPlain(screen.out(), FIELDS, shown);
            return;
        }
        if (!shown.isEmpty()) {
            Table.print(screen, columns(Instant.now()), shown);
        }
        for (var problem : snapshot.problems()) {
            screen.print(screen.alert(problem));
        }
        explainTheMissing(screen, gpio, boards, pins, snapshot.states().size() - shown.size());
    }

    private void explainTheMissing(Screen screen, Gpio gpio, Set<String> boards, Set<PinId> pins, int unused) {
        for (var board : gpio.boards()) {
            var wanted = arguments.isEmpty()
                    || boards.contains(board.name())
                    || pins.stream().anyMatch(pin -> pin.board().equals(board.name()));
            if (wanted && board.state() != BoardStatus.State.UP) {
                screen.print(screen.alert(board.name() + " is away"
                        + board.problem().map(problem -> ": " + problem).orElse("")));
            }
        }
        if (unused > 0) {
            screen.print(
                    unused == 1
                            ? "1 pin is not in use; --all lists it."
                            : unused + " pins are not in use; --all lists them.");
        }
        if (gpio.boards().isEmpty()) {
            screen.print("No board is configured.");
        }
    }

    private List<Table.Column<PinState>> columns(Instant now) {
        var columns = new ArrayList<Table.Column<PinState>>();
        columns.add(Table.Column.of("Pin", state -> state.pin().id().toString()));
        columns.add(Table.Column.of("Name", PinState::name));
        if (more) {
            columns.add(Table.Column.of("Label", state -> state.pin().label()));
        }
        columns.add(Table.Column.<PinState>of("Level", Words::level)
                .wrapping()
                .coloured(text -> text.startsWith("1") ? SimpleAnsi.COLOR_GREEN : null));
        columns.add(Table.Column.<PinState>of("Use", Words::use).wrapping());
        columns.add(Table.Column.<PinState>of("Position", state -> state.pin().position())
                .wrapping());
        columns.add(Table.Column.<PinState>of("Last edge", state -> Words.lastEdge(state, now))
                .wrapping());
        if (more) {
            columns.add(Table.Column.of("Held by", state -> state.consumer().orElse("")));
        }
        columns.add(Table.Column.<PinState>of("Note", Words::note).wrapping().coloured(text -> SimpleAnsi.COLOR_RED));
        return columns;
    }

    private static void detail(Screen screen, Gpio gpio, PinId id) throws GpioException {
        var state = gpio.state(id);
        var pin = state.pin();
        var now = Instant.now();
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
                        .map(time -> time + ", " + Words.age(time, now) + " ago")
                        .orElse(""));
        lines.put("Held by", state.consumer().orElse(""));
        lines.put("Locked", state.locked() ? "yes, only the configuration changes it" : "no");
        lines.put("Can be", abilities(pin.capabilities()));
        board(gpio, id).ifPresent(board -> {
            lines.put("Board", Words.model(board));
            lines.put("Configuration", board.pid());
        });
        lines.put("Problem", state.problem().map(screen::alert).orElse(""));
        lines.forEach((key, value) -> {
            if (!value.isEmpty()) {
                screen.print(String.format("%-16s%s", key, value));
            }
        });
    }

    private static Optional<BoardStatus> board(Gpio gpio, PinId pin) {
        return gpio.boards().stream()
                .filter(board -> board.name().equals(pin.board()))
                .findFirst();
    }

    private static String abilities(PinCapabilities can) {
        var parts = new ArrayList<String>();
        if (can.directions().contains(Direction.INPUT)) {
            parts.add("input" + (can.debounce() ? " with debounce" : ""));
        }
        if (can.directions().contains(Direction.OUTPUT)) {
            parts.add("output (" + Words.of(can.drives()) + ")");
        }
        return String.join(", ", parts) + "; bias " + Words.of(can.biases());
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
