// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.doctor;

import static java.util.stream.Collectors.joining;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinState;
import org.edgepin.linux.LineInfo;
import org.jspecify.annotations.Nullable;

/** Which chips and lines the boards of this gateway use. */
final class Ours {

    private final List<BoardStatus> boards;
    private final Map<String, Map<String, String>> pins = new HashMap<>();

    /** Looks at all boards and pins; there may be no GPIO service. */
    Ours(@Nullable Gpio gpio) {
        boards = gpio == null
                ? List.of()
                : gpio.boards().stream().filter(board -> !board.simulated()).toList();
        if (gpio != null && !boards.isEmpty()) {
            for (var pin : gpio.pins()) {
                var board = pins.computeIfAbsent(pin.id().board(), name -> new HashMap<>());
                board.put(pin.label(), pin.id().toString() + name(gpio, pin.id()));
            }
        }
    }

    private static String name(Gpio gpio, PinId pin) {
        try {
            var name = gpio.state(pin).name();
            return name.isEmpty() ? "" : " " + name;
        } catch (GpioException e) {
            return ""; // its board has just left
        }
    }

    /** Returns the names of the boards that use a chip. */
    String boards(Chip chip) {
        return boards.stream()
                .filter(board -> isOn(board, chip))
                .map(BoardStatus::name)
                .collect(joining(", "));
    }

    /** Returns how many lines of a chip we hold. */
    static long lines(Chip chip) {
        return chip.lines().stream().filter(Ours::holds).count();
    }

    /** Returns the pin that a line of a chip is, {@code main/17 door}; empty if it is none of ours. */
    String pin(Chip chip, LineInfo line) {
        if (!holds(line)) {
            return "";
        }
        return boards.stream()
                .filter(board -> isOn(board, chip))
                .flatMap(board -> pins.getOrDefault(board.name(), Map.of()).entrySet().stream())
                .filter(pin -> pin.getKey().equals(line.name()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> boards(chip));
    }

    private static boolean holds(LineInfo line) {
        return line.consumer().equals(PinState.CONSUMER);
    }

    private static boolean isOn(BoardStatus board, Chip chip) {
        return Pattern.compile(Pattern.quote(chip.device().toString()) + "(?![0-9])")
                .matcher(board.location())
                .find();
    }
}
