// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import java.util.HexFormat;

/** Bytes as they stand in descriptions of the protocol, {@code 42 04 10 01}. */
final class Hex {

    private Hex() {}

    static byte[] bytes(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    static String text(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
}
