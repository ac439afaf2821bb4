// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.servlet.http.HttpServletRequest;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.problem.Problem;

/**
 * Which pins somebody wants, as said in the query of a URL.
 *
 * @param boards whole boards
 * @param pins single pins
 */
record Query(Set<String> boards, Set<PinId> pins) {

    /** Reads the query; a parameter that is neither of ours nor among the others is refused. */
    static Query of(HttpServletRequest request, String... others) throws ProblemException {
        var allowed = new TreeSet<>(Arrays.asList(others));
        allowed.add("board");
        allowed.add("pin");
        only(request, allowed);
        var boards = new TreeSet<String>();
        for (var board : values(request, "board")) {
            if (PinId.parse(board + "/0").isEmpty()) {
                throw SettingsChange.invalid(
                        "board", "not a board's name", "letters, digits, dots, dashes, underscores");
            }
            boards.add(board);
        }
        var pins = new TreeSet<PinId>();
        for (var pin : values(request, "pin")) {
            pins.add(PinId.parse(pin)
                    .orElseThrow(() -> SettingsChange.invalid("pin", "not a pin", "board/number, as in main/17")));
        }
        return new Query(boards, pins);
    }

    /** Refuses parameters that are not allowed. */
    static void only(HttpServletRequest request, Set<String> allowed) throws ProblemException {
        for (var parameter : request.getParameterMap().keySet()) {
            if (!allowed.contains(parameter)) {
                throw SettingsChange.invalid(
                        parameter.length() > 60 ? parameter.substring(0, 60) : parameter,
                        "no such parameter",
                        allowed.isEmpty() ? "no parameter" : "one of " + String.join(", ", allowed));
            }
        }
    }

    static List<String> values(HttpServletRequest request, String parameter) {
        Map<String, String[]> parameters = request.getParameterMap();
        var values = parameters.get(parameter);
        return values == null ? List.of() : List.of(values);
    }

    boolean all() {
        return boards.isEmpty() && pins.isEmpty();
    }

    boolean wants(PinId pin) {
        return all() || boards.contains(pin.board()) || pins.contains(pin);
    }

    /** Whether anything of the board is wanted. */
    boolean wants(String board) {
        return all()
                || boards.contains(board)
                || pins.stream().anyMatch(it -> it.board().equals(board));
    }

    /** Refuses boards and pins that do not exist. */
    void check(Gpio gpio) throws GpioException, ProblemException {
        var present = gpio.boards().stream().map(BoardStatus::name).collect(Collectors.toSet());
        for (var board : boards) {
            if (!present.contains(board)) {
                throw noSuchBoard(board);
            }
        }
    }

    static ProblemException noSuchBoard(String board) {
        return new ProblemException(new Problem(Problem.Type.NO_SUCH_BOARD, board + ": no such board"));
    }

    /** Returns the pins that are wanted; those asked for by name whether they are there or not. */
    Set<PinId> select(Gpio gpio) {
        var selected =
                gpio.pins().stream().map(Pin::id).filter(this::wants).collect(Collectors.toCollection(TreeSet::new));
        selected.addAll(pins);
        return selected;
    }
}
