// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What a chip remembers as long as it has power, bit n that of pin n.
 *
 * @param outputs the pins that it drives
 * @param latch what it drives them to
 * @param openDrain the outputs that drive only low
 * @param openSource the outputs that drive only high
 * @param levels what the pins had, for those that float
 */
record Registers(long outputs, long latch, long openDrain, long openSource, long pullUp, long pullDown, long levels) {

    /** Reads what {@link #toString()} has written; empty for anything else. */
    static Optional<Registers> parse(String text) {
        if (!text.matches("[0-9a-f]{1,16}( [0-9a-f]{1,16}){6}")) {
            return Optional.empty();
        }
        var bits = Arrays.stream(text.split(" ", -1))
                .mapToLong(it -> Long.parseUnsignedLong(it, 16))
                .toArray();
        return Optional.of(new Registers(bits[0], bits[1], bits[2], bits[3], bits[4], bits[5], bits[6]));
    }

    /** Returns the seven in hexadecimal. */
    @Override
    public String toString() {
        return LongStream.of(outputs, latch, openDrain, openSource, pullUp, pullDown, levels)
                .mapToObj(Long::toHexString)
                .collect(Collectors.joining(" "));
    }
}
