// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Offers the pins of simulated boards. */
@Service
public class SimPinCompleter implements Completer {

    @Reference
    List<SimBoard> boards = List.of();

    @Override
    public final int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(boards.stream().flatMap(this::offered).toList())
                .complete(session, line, candidates);
    }

    Stream<String> offered(SimBoard board) {
        var name = board.status().name();
        return IntStream.range(0, board.world().size()).mapToObj(pin -> name + "/" + pin);
    }
}
