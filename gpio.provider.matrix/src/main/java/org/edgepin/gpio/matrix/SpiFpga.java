// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

import java.io.IOException;
import java.nio.file.Path;
import org.edgepin.linux.SpiDevice;
import org.edgepin.linux.SpiSettings;

/**
 * The FPGA on SPI: a header of the address and a bit for reading, then words that go on from there;
 * low bytes first.
 */
final class SpiFpga implements Fpga {

    private static final SpiSettings SETTINGS = new SpiSettings(3, 15_000_000);
    private static final int HEADER = 2;
    private static final int MOST_WORDS = 8;

    private final SpiDevice chip;
    private final String location;
    private final byte[] bytes = new byte[HEADER + MOST_WORDS * Short.BYTES];

    SpiFpga(Path device) throws IOException {
        chip = SpiDevice.open(device, SETTINGS);
        location = device.toString();
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public void read(int address, short[] words) throws IOException {
        Words.put(bytes, 0, address << 1 | 1);
        for (var word = 0; word < words.length; word++) {
            Words.put(bytes, HEADER + word * Short.BYTES, 0);
        }
        chip.transfer(bytes, 0, bytes, 0, HEADER + words.length * Short.BYTES);
        Words.get(bytes, HEADER, words);
    }

    @Override
    public void write(int address, int word) throws IOException {
        Words.put(bytes, 0, address << 1);
        Words.put(bytes, HEADER, word);
        chip.transfer(bytes, 0, bytes, 0, HEADER + Short.BYTES);
    }

    @Override
    public void close() {
        chip.close();
    }
}
