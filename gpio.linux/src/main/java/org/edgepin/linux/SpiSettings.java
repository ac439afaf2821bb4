// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

/**
 * How a chip on SPI is spoken to.
 *
 * @param mode 0 to 3: clock polarity times 2 plus clock phase
 * @param hz the clock; controllers that cannot do it exactly are slower
 * @param bitsPerWord 1 to 32; words of more than 8 bits lie in two or four bytes each, in the
 *     machine's byte order
 * @param lsbFirst whether the least significant bit of a word goes first
 */
public record SpiSettings(int mode, int hz, int bitsPerWord, boolean lsbFirst) {

    public SpiSettings {
        if (mode < 0 || mode > 3) {
            throw new IllegalArgumentException("mode must be 0 to 3, not " + mode);
        }
        if (hz < 1) {
            throw new IllegalArgumentException("hz must be positive, not " + hz);
        }
        if (bitsPerWord < 1 || bitsPerWord > 32) {
            throw new IllegalArgumentException("bits per word must be 1 to 32, not " + bitsPerWord);
        }
    }

    /** Eight bits, the most significant first. */
    public SpiSettings(int mode, int hz) {
        this(mode, hz, 8, false);
    }
}
