// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.CommandLine;
import org.edgepin.gpio.Gpio;

/** Offers boards and the pins that are in use. */
@Service
public final class PinCompleter extends GpioCompleter {

    @Override
    Stream<Candidate> candidates(Gpio gpio, CommandLine line) {
        var boards = gpio.boards().stream()
                .map(board -> new Candidate(board.name(), board.name(), null, Words.model(board), null, null, true));
        return Stream.concat(boards, pins(gpio, Snapshot::used, ""));
    }
}
