// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.shell.support.CommandException;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.spelling.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * What a user may call a pin: {@code board/number}; the number alone, if there is one board; the name
 * that the configuration gives it, if no other pin has the same. Where several pins are wanted, the
 * name of a board stands for those of its pins that are in use.
 */
final class PinArguments {

    private static final int MAX_HINTS = 4;
    private static final String HELP = ": a pin is board/number or a name, gpio:pins lists them";

    private final Gpio gpio;
    private final List<BoardStatus> boards;
    private @Nullable Snapshot snapshot;

    PinArguments(Gpio gpio) {
        this.gpio = gpio;
        this.boards = gpio.boards();
    }

    /** Returns the pin that an argument means; it exists, unless its board is away. */
    PinId pin(String text) throws CommandException {
        var id = PinId.parse(text);
        if (id.isPresent()) {
            return existing(id.get());
        }
        if (text.matches("[0-9]+")) {
            return numbered(text);
        }
        if (text.startsWith("-")) {
            throw new CommandException("'" + text + "': options stand before the pins");
        }
        if (isBoard(text)) {
            throw new CommandException("'" + text + "' is a board, not a pin" + example(text));
        }
        var named = named(text);
        if (named.size() > 1) {
            throw new CommandException("several pins are called '" + text + "': "
                    + list(named.stream().map(PinId::toString)));
        }
        if (named.isEmpty()) {
            throw new CommandException("no pin is called '" + text + "'" + hint(text));
        }
        return named.get(0);
    }

    /**
     * Returns the pins that some arguments mean, each once, in the order of the arguments; at
     * least one for each.
     */
    Set<PinId> pins(Collection<String> texts) throws CommandException {
        var pins = new LinkedHashSet<PinId>();
        for (var text : texts) {
            var board = board(text);
            if (board.isPresent()) {
                pins.addAll(used(board.get()));
            } else {
                pins.add(pin(text));
            }
        }
        return pins;
    }

    boolean isBoard(String text) {
        return board(text).isPresent();
    }

    private Optional<BoardStatus> board(String name) {
        return boards.stream().filter(board -> board.name().equals(name)).findFirst();
    }

    private List<PinState> states() {
        if (snapshot == null) {
            snapshot = Snapshot.of(gpio, pin -> true);
        }
        return snapshot.states();
    }

    private PinId existing(PinId id) throws CommandException {
        var board = board(id.board())
                .orElseThrow(() -> new CommandException("no board is called '" + id.board() + "'" + boardHint(id)));
        var numbers = numbers(board.name());
        if (board.state() == BoardStatus.State.UP && !numbers.contains(id.number())) {
            throw new CommandException(id + ": no such pin" + ranges(board.name(), numbers));
        }
        return id;
    }

    private PinId numbered(String text) throws CommandException {
        if (boards.size() == 1) {
            return existing(PinId.parse(boards.get(0).name() + "/" + text)
                    .orElseThrow(() -> new CommandException("'" + text + "' is not a pin number")));
        }
        var hints = pinIds().map(PinId::toString).filter(pin -> pin.endsWith("/" + text));
        throw new CommandException("pin " + text + " of which board?" + prefixed(" ", list(hints)));
    }

    private List<PinId> named(String name) {
        return states().stream()
                .filter(state -> state.name().equals(name))
                .map(state -> state.pin().id())
                .toList();
    }

    private List<PinId> used(BoardStatus board) throws CommandException {
        var used = states().stream()
                .filter(Snapshot::used)
                .map(state -> state.pin().id())
                .filter(pin -> pin.board().equals(board.name()))
                .toList();
        if (used.isEmpty()) {
            throw new CommandException(
                    board.state() == BoardStatus.State.UP ? board.name() + ": no pin is in use" : Words.away(board));
        }
        return used;
    }

    private Stream<PinId> pinIds() {
        return gpio.pins().stream().map(Pin::id);
    }

    private Set<Integer> numbers(String board) {
        return pinIds().filter(pin -> pin.board().equals(board))
                .map(PinId::number)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String example(String board) {
        return numbers(board).stream()
                .findFirst()
                .map(number -> ": name one of its pins, like " + board + "/" + number)
                .orElse("");
    }

    private String boardHint(PinId id) {
        var near = boards.stream().map(BoardStatus::name).filter(name -> Near.is(id.board(), name));
        var hint = list(near.map(name -> name + "/" + id.number()));
        return hint.isEmpty()
                ? prefixed(", there is ", list(boards.stream().map(BoardStatus::name)))
                : ", did you mean " + hint + "?";
    }

    private String hint(String text) {
        if (text.contains("/")) {
            return HELP;
        }
        var near = new ArrayList<String>();
        for (var state : states()) {
            if (!state.name().isEmpty() && Near.is(text, state.name())) {
                near.add(state.name() + " (" + state.pin().id() + ")");
            }
        }
        boards.stream()
                .map(BoardStatus::name)
                .filter(name -> Near.is(text, name))
                .forEach(near::add);
        return near.isEmpty() ? HELP : ", did you mean " + list(near.stream()) + "?";
    }

    /** Returns {@code , main has 0 to 7, 12}. */
    private static String ranges(String board, Set<Integer> numbers) {
        var ranges = new ArrayList<String>();
        var first = -1;
        for (var number : numbers) {
            if (!numbers.contains(number - 1)) {
                first = number;
            }
            if (!numbers.contains(number + 1)) {
                ranges.add(first == number ? "" + first : first + " to " + number);
            }
        }
        return ranges.isEmpty() ? "" : ", " + board + " has " + String.join(", ", ranges);
    }

    private static String list(Stream<String> texts) {
        return texts.limit(MAX_HINTS).collect(Collectors.joining(", "));
    }

    private static String prefixed(String prefix, String text) {
        return text.isEmpty() ? "" : prefix + text;
    }

    /** Whether a name looks like what a user has typed. */
    private static final class Near {

        private static final int MAX_DISTANCE = 2;

        static boolean is(String typed, String name) {
            var left = typed.toLowerCase(Locale.ROOT);
            var right = name.toLowerCase(Locale.ROOT);
            return right.startsWith(left)
                    || left.startsWith(right)
                    || Spelling.distance(left, right) <= Math.min(MAX_DISTANCE, right.length() / 2);
        }
    }
}
