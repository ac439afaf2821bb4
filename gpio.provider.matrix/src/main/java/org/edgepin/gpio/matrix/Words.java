// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

/** Words of 16 bits in bytes, as the FPGA has them: the low one first. */
final class Words {

    private Words() {}

    static void put(byte[] bytes, int at, int word) {
        bytes[at] = (byte) word;
        bytes[at + 1] = (byte) (word >>> 8);
    }

    static void get(byte[] bytes, int at, short[] words) {
        for (var word = 0; word < words.length; word++) {
            var low = bytes[at + word * Short.BYTES] & 0xFF;
            var high = bytes[at + word * Short.BYTES + 1] & 0xFF;
            words[word] = (short) (high << 8 | low);
        }
    }
}
