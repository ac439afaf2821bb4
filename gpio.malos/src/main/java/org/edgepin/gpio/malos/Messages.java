// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** What clients are told, in protobuf's canonical encoding: a field that is 0 is left out. */
final class Messages {

    private static final int VALUES = 4;

    private Messages() {}

    /** What a driver says of itself on the port for driver info. */
    record Info(String name, int port, int delayMs, int timeoutMs, String notes) {

        private byte[] bytes() {
            var bytes = new ByteArrayOutputStream();
            text(bytes, 1, name);
            number(bytes, 2, port);
            number(bytes, 4, delayMs);
            number(bytes, 6, timeoutMs);
            text(bytes, 7, notes);
            return bytes.toByteArray();
        }
    }

    /** Returns GpioParams with the levels of the pins, bit n that of pin n; no bytes if all are low. */
    static byte[] values(int levels) {
        var bytes = new ByteArrayOutputStream();
        number(bytes, VALUES, levels);
        return bytes.toByteArray();
    }

    /** Returns MalosDriverInfo. */
    static byte[] infos(List<Info> infos) {
        var bytes = new ByteArrayOutputStream();
        for (var info : infos) {
            content(bytes, 1, info.bytes());
        }
        return bytes.toByteArray();
    }

    private static void text(ByteArrayOutputStream bytes, int field, String text) {
        content(bytes, field, text.getBytes(UTF_8));
    }

    private static void content(ByteArrayOutputStream bytes, int field, byte[] content) {
        bytes.write(field << 3 | 2);
        varint(bytes, content.length);
        bytes.writeBytes(content);
    }

    private static void number(ByteArrayOutputStream bytes, int field, int number) {
        if (number != 0) {
            bytes.write(field << 3);
            varint(bytes, number);
        }
    }

    /** For numbers that are not negative. */
    private static void varint(ByteArrayOutputStream bytes, int number) {
        var rest = number;
        while (rest > 0x7f) {
            bytes.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
    }
}
