// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import java.io.IOException;

/**
 * Port 0 of the expander, to which all pins are connected: bit 7 is PIN0, bit 0 is PIN7. An output
 * bit of 1 leaves the pin open, 0 shorts it to ground. Not thread-safe.
 */
interface Port extends AutoCloseable {

    /** The bits that drive something on the board. The others are wired against it and stay inputs. */
    int OUTPUTS = 0b0000_0011;

    /** Returns where it is, for people. Never blocks. */
    String location();

    /** Returns which bits are outputs. */
    int outputs() throws IOException;

    /** Makes {@link #OUTPUTS} outputs and the rest inputs, the outputs' values first. */
    void makeOutputs(int values) throws IOException;

    /** Returns what the outputs are driven to, as far as it can be known; other bits may be anything. */
    int latch() throws IOException;

    /**
     * Drives outputs, at one instant.
     *
     * @param mask which of {@link #OUTPUTS}; the others stay as they are
     */
    void drive(int mask, int values) throws IOException;

    /** Samples all pins at one instant. */
    int levels() throws IOException;

    @Override
    void close();
}
