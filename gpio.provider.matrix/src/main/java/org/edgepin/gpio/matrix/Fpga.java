// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

import java.io.IOException;

/**
 * The registers of the FPGA: words of 16 bits at addresses of 15 bits. Nothing tells whether
 * somebody is there: where nobody is, ones or zeroes are read. Not thread-safe.
 */
interface Fpga extends AutoCloseable {

    /** Returns where it is, for people. Never blocks. */
    String location();

    /** Reads words in a row, in one transfer. */
    void read(int address, short[] words) throws IOException;

    /** Writes a word. */
    void write(int address, int word) throws IOException;

    @Override
    void close();
}
