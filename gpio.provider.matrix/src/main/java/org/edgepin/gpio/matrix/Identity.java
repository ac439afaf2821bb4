// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/**
 * What an FPGA says of itself in its first words. They are ordinary memory, so nothing must ever be
 * written there.
 *
 * @param hz its clock
 */
record Identity(String model, int version, int hz) {

    private static final Map<Integer, String> MODELS = Map.of(0x05C344E8, "MATRIX Creator", 0x6032BAD2, "MATRIX Voice");

    private static final int WORDS = 6;
    /** The crystal that multiplier and divider are for. */
    private static final int CRYSTAL_HZ = 50_000_000;

    /**
     * Reads it.
     *
     * @throws IOException if that is no FPGA of these boards
     */
    static Identity of(Fpga fpga) throws IOException {
        var words = new short[WORDS];
        fpga.read(0, words);
        var id = number(words[0], words[1]);
        var model = MODELS.get(id);
        if (model == null) {
            throw new IOException(
                    isSilent(words)
                            ? "nobody answers at " + fpga.location()
                                    + ": no MATRIX board, or its FPGA has not been programmed"
                            : "%s identifies itself as 0x%08X, a MATRIX Creator does as 0x05C344E8 and a Voice as"
                                            .formatted(fpga.location(), id)
                                    + " 0x6032BAD2: another device, or an FPGA with another program");
        }
        int divider = words[4] & 0xFFFF;
        int multiplier = words[5] & 0xFFFF;
        if (divider == 0 || multiplier == 0) {
            throw new IOException("the FPGA at %s does not tell its clock: divider %d, multiplier %d"
                    .formatted(fpga.location(), divider, multiplier));
        }
        return new Identity(model, number(words[2], words[3]), (int) ((long) CRYSTAL_HZ * multiplier / divider));
    }

    /** What is read if nobody drives the wire, or somebody who is not ready. */
    private static boolean isSilent(short[] words) {
        return Arrays.equals(words, new short[WORDS]) || Arrays.equals(words, new short[] {-1, -1, -1, -1, -1, -1});
    }

    private static int number(short low, short high) {
        return (high & 0xFFFF) << 16 | (low & 0xFFFF);
    }

    /** {@code FPGA 0x1000A, 150 MHz}. */
    @Override
    public String toString() {
        return "FPGA 0x%X, %d MHz".formatted(version, hz / 1_000_000);
    }
}
