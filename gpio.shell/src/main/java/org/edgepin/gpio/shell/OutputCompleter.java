// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.CommandLine;
import org.edgepin.gpio.Gpio;

/** Offers outputs. */
@Service
public final class OutputCompleter extends GpioCompleter {

    @Override
    Stream<Candidate> candidates(Gpio gpio, CommandLine line) {
        return pins(gpio, Snapshot::output, "");
    }
}
