// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a configuration says beyond the pins' use.
 *
 * @param poll the time between two looks of a board without interrupts
 * @param latency how long each access takes
 * @param outside what the outside world does to pins; nothing to those that are not in it
 * @param pinFaults what is broken at pins; nothing at those that are not in it
 */
record SimSettings(
        Twin twin,
        Duration poll,
        Duration latency,
        List<Wire> wires,
        Map<Integer, Script> outside,
        Map<Integer, PinFault> pinFaults,
        BoardFault fault) {

    SimSettings {
        wires = List.copyOf(wires);
        outside = Map.copyOf(outside);
        pinFaults = Map.copyOf(pinFaults);
    }

    Script script(int pin) {
        return outside.getOrDefault(pin, Script.OPEN);
    }

    PinFault pinFault(int pin) {
        return pinFaults.getOrDefault(pin, PinFault.NONE);
    }
}
