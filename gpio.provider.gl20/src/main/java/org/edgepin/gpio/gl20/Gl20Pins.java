// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import java.util.EnumSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinId;

/** The pins of the 10-pin DIO connector: 0 to 5 are inputs, 6 and 7 outputs, 8 and 9 ground. */
final class Gl20Pins {

    static final String INPUTS = "0,1,2,3,4,5";
    static final String OUTPUTS = "6,7";

    private static final int SIZE = 8;
    private static final Set<Edge> BOTH = EnumSet.allOf(Edge.class);
    private static final PinCapabilities PULLED_UP =
            new PinCapabilities(Set.of(Direction.INPUT), Set.of(Bias.PULL_UP), Set.of(), BOTH, true);
    private static final PinCapabilities OPEN_COLLECTOR =
            new PinCapabilities(Set.of(Direction.OUTPUT), Set.of(Bias.PULL_UP), Set.of(Drive.OPEN_DRAIN), BOTH, false);

    private Gl20Pins() {}

    static NavigableMap<Integer, Pin> of(String board) {
        var pins = new TreeMap<Integer, Pin>();
        for (var number = 0; number < SIZE; number++) {
            var output = (bit(number) & Port.OUTPUTS) != 0;
            pins.put(
                    number,
                    new Pin(
                            new PinId(board, number),
                            (output ? "DO" : "DI") + number,
                            "DIO connector pin " + number,
                            output ? OPEN_COLLECTOR : PULLED_UP));
        }
        return pins;
    }

    /** The expander counts its bits from the other end. */
    static int bit(int pin) {
        return 1 << (SIZE - 1 - pin);
    }

    /** Turns bits of the port into bits of the pins, and back. */
    static int swapped(int bits) {
        return Integer.reverse(bits) >>> (Integer.SIZE - SIZE);
    }
}
