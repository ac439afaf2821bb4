// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.karaf.shell.support.ansi.SimpleAnsi;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.screen.Screen;

/**
 * Prints what happens to pins, a line for each event, after the levels that they begin with. For
 * one thread.
 */
final class WatchLog {

    private final Gpio gpio;
    private final Selection wanted;
    private final Screen screen;
    private final Clock clock;
    private final DateTimeFormatter time;

    private final Map<PinId, String> names = new HashMap<>();
    private final Map<PinId, EdgeEvent> last = new HashMap<>();
    private final Map<PinId, Long> beginning = new HashMap<>();
    private final Map<String, BoardStatus> boards = new HashMap<>();
    private long begunNanos;
    private int pinWidth;
    private int nameWidth;

    /**
     * @param clock the time of what tells none itself, and the zone in which times are shown
     */
    WatchLog(Gpio gpio, Selection wanted, Screen screen, Clock clock) {
        this.gpio = gpio;
        this.wanted = wanted;
        this.screen = screen;
        this.clock = clock;
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS").withZone(clock.getZone());
    }

    /** Prints the levels; the edges that led to them are not printed any more. */
    void begin() {
        for (var board : gpio.boards()) {
            if (wanted.touches(board.name())) {
                boards.put(board.name(), board);
                if (board.state() != BoardStatus.State.UP) {
                    screen.print(screen.alert(Words.away(board)));
                }
            }
        }
        for (var state : levels(wanted)) {
            beginning.put(state.pin().id(), state.sequence());
        }
        begunNanos = System.nanoTime();
    }

    /** Prints an event; returns whether it was an edge. */
    boolean print(GpioEvent event) {
        if (event instanceof EdgeEvent edge) {
            return edge(edge);
        }
        if (event instanceof GapEvent gap) {
            gap(gap);
        } else if (event instanceof PinChange change) {
            changed(change.pin());
        } else if (event instanceof BoardChange change) {
            changed(change.status());
        }
        return false;
    }

    private boolean edge(EdgeEvent edge) {
        if (edge.sequence() <= beginning.getOrDefault(edge.pin(), 0L) && edge.nanoTime() - begunNanos <= 0) {
            return false;
        }
        var before = last.put(edge.pin(), edge);
        var interval = before == null || before.sequence() + 1 != edge.sequence()
                ? ""
                : "  +" + Words.interval(edge.nanoTime() - before.nanoTime());
        var word = String.format("%-7s", Words.of(edge.edge()));
        var coloured = screen.colours() && edge.edge() == Edge.RISING
                ? SimpleAnsi.COLOR_GREEN + word + SimpleAnsi.COLOR_DEFAULT
                : word;
        print(edge.time(), edge.pin(), coloured + "  #" + edge.sequence() + interval);
        return true;
    }

    private void gap(GapEvent gap) {
        var what = gap.count() == 1
                ? "1 edge lost (#" + gap.first() + ")"
                : gap.count() + " edges lost (#" + gap.first() + " to #" + (gap.next() - 1) + ")";
        var why =
                switch (gap.place()) {
                    case HARDWARE -> "too fast for the hardware's buffer";
                    case BOARD -> "the gateway's core was away for too long";
                    case LISTENER -> "this console was too slow";
                };
        print(gap.time(), gap.pin(), screen.alert(what + ", " + why));
    }

    private void changed(PinId pin) {
        try {
            var state = gpio.state(pin);
            remember(state);
            print(clock.instant(), pin, "now " + Words.use(state));
        } catch (GpioException e) {
            print(clock.instant(), pin, "changed");
        }
    }

    private void changed(BoardStatus board) {
        var before = boards.put(board.name(), board);
        var sameState = before != null && before.state() == board.state();
        if (sameState && before.problem().equals(board.problem())) {
            return;
        }
        var up = board.state() == BoardStatus.State.UP;
        var text = Words.of(board.state())
                + board.problem().map(problem -> ": " + problem).orElse("");
        screen.print(time.format(clock.instant()) + "  " + padded(board.name(), pinWidth) + "  "
                + (up && board.problem().isEmpty() ? text : screen.alert(text)));
        if (!up) {
            last.keySet().removeIf(pin -> pin.board().equals(board.name()));
        } else if (!sameState) {
            levels(wanted.and(pin -> pin.board().equals(board.name())));
        }
    }

    private Iterable<PinState> levels(Predicate<PinId> pins) {
        var snapshot = Snapshot.of(gpio, pins);
        var used = snapshot.states().stream().filter(Snapshot::used).toList();
        for (var state : used) {
            remember(state);
            screen.print(Words.pinIs(state, Words.level(state)));
        }
        for (var problem : snapshot.problems()) {
            screen.print(screen.alert(problem));
        }
        return used;
    }

    private void remember(PinState state) {
        names.put(state.pin().id(), state.name());
        nameWidth = Math.max(nameWidth, state.name().length());
        pinWidth = Math.max(pinWidth, state.pin().id().toString().length());
    }

    private void print(Instant when, PinId pin, String what) {
        var name = nameWidth == 0 ? "" : padded(names.getOrDefault(pin, ""), nameWidth) + "  ";
        screen.print(time.format(when) + "  " + padded(pin.toString(), pinWidth) + "  " + name + what);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
