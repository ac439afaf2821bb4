// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

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

/** Pins 1 to 16 of the expansion header, on both boards; they have no resistors. */
final class MatrixPins {

    private static final int SIZE = 16;
    private static final PinCapabilities FLOATING = new PinCapabilities(
            EnumSet.allOf(Direction.class),
            Set.of(Bias.AS_IS),
            Set.of(Drive.PUSH_PULL),
            EnumSet.allOf(Edge.class),
            true);

    private MatrixPins() {}

    static NavigableMap<Integer, Pin> of(String board) {
        var pins = new TreeMap<Integer, Pin>();
        for (var number = 0; number < SIZE; number++) {
            pins.put(
                    number, new Pin(new PinId(board, number), "GPIO" + number, "header pin " + (number + 1), FLOATING));
        }
        return pins;
    }
}
