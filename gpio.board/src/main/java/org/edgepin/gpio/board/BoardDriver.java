// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.io.IOException;
import java.util.NavigableMap;
import java.util.Set;
import org.edgepin.gpio.Pin;

/**
 * How a provider opens its boards.
 *
 * @param <S> the provider's own settings, a value with {@code equals}
 */
public interface BoardDriver<S> {

    /** Returns the keys of the provider's own, {@code i2c_bus}. */
    Set<String> keys();

    /** Returns the last parts of the pins' keys of the provider's own, {@code outside} for {@code pin.5.outside}. */
    default Set<String> pinKeys() {
        return Set.of();
    }

    /** Reads the provider's own settings. Whatever is wrong is said to {@code configuration}. */
    S settings(BoardConfiguration configuration);

    /**
     * Returns what a board is, for people, as far as the settings tell: {@code Raspberry Pi}. An open
     * board knows better, see {@link Hardware#model()}.
     */
    String model(S settings);

    /**
     * Returns all pins of a board by number; the same as long as its settings are.
     *
     * @throws IOException if the board must be there to tell, and is not
     */
    NavigableMap<Integer, Pin> pins(String board, S settings) throws IOException;

    /**
     * Opens a board and touches no pin.
     *
     * @param board the board's name
     * @param events where to report to, from now on until the hardware is closed
     * @throws IOException if it is not there or does not answer; it will be tried again
     */
    Hardware<S> open(String board, S settings, HardwareEvents events) throws IOException;
}
