// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The names in the structs of linux/gpio.h: 32 bytes, ended by a zero. */
final class Text {

    static String decode(ByteBuffer struct, int at) {
        byte[] bytes = new byte[Uapi.GPIO_MAX_NAME_SIZE];
        struct.get(at, bytes);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Encodes a text in its place, which is zeroed. */
    static void encode(String text, ByteBuffer struct, int at) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= Uapi.GPIO_MAX_NAME_SIZE) {
            throw new IllegalArgumentException("at most 31 bytes, but \"" + text + "\" has " + bytes.length);
        }
        struct.put(at, bytes);
    }

    private Text() {}
}
