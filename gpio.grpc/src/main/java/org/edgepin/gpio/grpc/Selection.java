// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;

/** The pins that a client watches. A board's own events come to whoever watches one of its pins. */
record Selection(boolean all, Set<PinId> pins, Set<String> wholeBoards, Set<String> boards)
        implements Predicate<GpioEvent> {

    private static final String WHOLE = "/*";

    /** Reads {@code main/17} and {@code main/*}; all if there is none. */
    static Selection of(List<String> texts) {
        var pins = new HashSet<PinId>();
        var whole = new HashSet<String>();
        var boards = new HashSet<String>();
        for (var i = 0; i < texts.size(); i++) {
            var text = texts.get(i);
            if (text.endsWith(WHOLE)) {
                var any = text.substring(0, text.length() - 1) + "0";
                whole.add(Messages.pin(any, "pins[" + i + "]").board());
            } else {
                pins.add(Messages.pin(text, "pins[" + i + "]"));
            }
        }
        pins.forEach(pin -> boards.add(pin.board()));
        boards.addAll(whole);
        return new Selection(texts.isEmpty(), Set.copyOf(pins), Set.copyOf(whole), Set.copyOf(boards));
    }

    boolean hasBoard(String board) {
        return all || boards.contains(board);
    }

    boolean has(PinId pin) {
        return all || wholeBoards.contains(pin.board()) || pins.contains(pin);
    }

    @Override
    public boolean test(GpioEvent event) {
        if (event instanceof EdgeEvent edge) {
            return has(edge.pin());
        }
        if (event instanceof GapEvent gap) {
            return has(gap.pin());
        }
        if (event instanceof PinChange change) {
            return has(change.pin());
        }
        return hasBoard(event.board());
    }
}
