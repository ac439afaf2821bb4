// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.CommandLine;
import org.edgepin.gpio.Gpio;

/** Offers {@code main/8=}, then its levels; after {@code main/8} and a space, levels. */
@Service
public final class WriteCompleter extends GpioCompleter {

    @Override
    Stream<Candidate> candidates(Gpio gpio, CommandLine line) {
        var typed = line.getCursorArgument() == null ? "" : line.getCursorArgument();
        var equals = typed.lastIndexOf('=');
        if (equals >= 0) {
            var pin = typed.substring(0, equals + 1);
            return Stream.of(new Candidate(pin + "0"), new Candidate(pin + "1"));
        }
        var index = line.getCursorArgumentIndex();
        if (index == 2 && !line.getArguments()[1].contains("=")) {
            return Stream.of("0", "1", "low", "high").map(Candidate::new);
        }
        return pins(gpio, Snapshot::output, "=");
    }
}
