// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

import java.io.IOException;
import java.nio.file.Path;
import org.edgepin.linux.MatrixioRegmap;

/** The FPGA behind the kernel module of its maker. */
final class RegmapFpga implements Fpga {

    private final MatrixioRegmap registers;
    private final String location;

    RegmapFpga(Path device) throws IOException {
        registers = MatrixioRegmap.open(device);
        location = device.toString();
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public void read(int address, short[] words) throws IOException {
        var bytes = new byte[words.length * Short.BYTES];
        registers.read(address, bytes);
        Words.get(bytes, 0, words);
    }

    @Override
    public void write(int address, int word) throws IOException {
        var bytes = new byte[Short.BYTES];
        Words.put(bytes, 0, word);
        registers.write(address, bytes);
    }

    @Override
    public void close() {
        registers.close();
    }
}
