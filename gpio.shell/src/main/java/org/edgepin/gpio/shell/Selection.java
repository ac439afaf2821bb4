// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.karaf.shell.support.CommandException;
import org.edgepin.gpio.PinId;

/**
 * The pins and boards that a user has named.
 *
 * @param all whether none was named, which means all
 */
record Selection(boolean all, Set<String> boards, Set<PinId> pins) implements Predicate<PinId> {

    static Selection of(PinArguments known, Collection<String> arguments) throws CommandException {
        var boards = new HashSet<String>();
        var pins = new HashSet<PinId>();
        for (var text : arguments) {
            if (known.isBoard(text)) {
                boards.add(text);
            } else {
                pins.add(known.pin(text));
            }
        }
        return new Selection(arguments.isEmpty(), boards, pins);
    }

    @Override
    public boolean test(PinId pin) {
        return all || boards.contains(pin.board()) || pins.contains(pin);
    }

    /** Whether a board or one of its pins was named. */
    boolean touches(String board) {
        return all
                || boards.contains(board)
                || pins.stream().anyMatch(pin -> pin.board().equals(board));
    }
}
