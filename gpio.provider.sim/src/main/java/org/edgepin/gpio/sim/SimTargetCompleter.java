// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Offers simulated boards and their pins. */
@Service
public final class SimTargetCompleter extends SimPinCompleter {

    @Override
    Stream<String> offered(SimBoard board) {
        return Stream.concat(Stream.of(board.status().name()), super.offered(board));
    }
}
