// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** Makes bytes that are a DriverConfig, or were one before something happened to them. */
final class Mutant {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int GROUP = 3;
    private static final int END_OF_GROUP = 4;
    private static final int FIXED32 = 5;

    private final Random random;

    private Mutant(Random random) {
        this.random = random;
    }

    static byte[] of(Random random) {
        var mutant = new Mutant(random);
        var bytes = mutant.message(Schema.CONFIG, 0);
        for (var mishaps = random.nextInt(3); mishaps > 0; mishaps--) {
            bytes = mutant.mishap(bytes);
        }
        return bytes;
    }

    private byte[] mishap(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        var at = random.nextInt(bytes.length);
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> Arrays.copyOfRange(bytes, at, bytes.length);
            case 2 -> {
                bytes[at] = (byte) random.nextInt(256);
                yield bytes;
            }
            default -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                yield bytes;
            }
        };
    }

    private byte[] message(Descriptor type, int depth) {
        var bytes = new ByteArrayOutputStream();
        for (var count = random.nextInt(4); count > 0; count--) {
            var fields = type.getFields();
            if (random.nextInt(8) == 0 || fields.isEmpty()) {
                unknown(bytes, 1 + random.nextInt(40), depth);
            } else {
                field(bytes, fields.get(random.nextInt(fields.size())), depth);
            }
        }
        return bytes.toByteArray();
    }

    private void field(ByteArrayOutputStream bytes, FieldDescriptor field, int depth) {
        if (random.nextInt(16) == 0) {
            unknown(bytes, field.getNumber(), depth);
            return;
        }
        switch (field.getType()) {
            case MESSAGE ->
                content(bytes, field.getNumber(), depth > 6 ? new byte[0] : message(field.getMessageType(), depth + 1));
            case STRING -> content(bytes, field.getNumber(), text());
            case BYTES -> content(bytes, field.getNumber(), noise());
            case FLOAT -> noise(bytes, field.getNumber(), FIXED32, 4);
            case DOUBLE -> noise(bytes, field.getNumber(), FIXED64, 8);
            default -> {
                if (field.isRepeated() && random.nextBoolean()) {
                    var row = new ByteArrayOutputStream();
                    for (var count = random.nextInt(4); count > 0; count--) {
                        varint(row, number());
                    }
                    content(bytes, field.getNumber(), row.toByteArray());
                } else {
                    tag(bytes, field.getNumber(), VARINT);
                    varint(bytes, number());
                }
            }
        }
    }

    private void unknown(ByteArrayOutputStream bytes, int number, int depth) {
        switch (random.nextInt(5)) {
            case 0 -> noise(bytes, number, FIXED32, 4);
            case 1 -> noise(bytes, number, FIXED64, 8);
            case 2 -> content(bytes, number, noise());
            case 3 -> {
                tag(bytes, number, VARINT);
                varint(bytes, number());
            }
            default -> {
                tag(bytes, number, GROUP);
                if (depth < 6) {
                    unknown(bytes, 1 + random.nextInt(20), depth + 1);
                }
                tag(bytes, number, END_OF_GROUP);
            }
        }
    }

    private void noise(ByteArrayOutputStream bytes, int number, int wireType, int length) {
        tag(bytes, number, wireType);
        var noise = new byte[length];
        random.nextBytes(noise);
        // no NaN, which equals nothing
        noise[length - 1] &= 0x3f;
        bytes.writeBytes(noise);
    }

    private byte[] noise() {
        var noise = new byte[random.nextInt(6)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] text() {
        return random.nextInt(6) == 0
                ? noise()
                : "aä€😀".substring(0, random.nextInt(4)).getBytes(UTF_8);
    }

    private long number() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(3);
            case 1 -> random.nextInt(70_000);
            case 2 -> random.nextInt();
            default -> random.nextLong();
        };
    }

    private static void content(ByteArrayOutputStream bytes, int number, byte[] content) {
        tag(bytes, number, LENGTH);
        varint(bytes, content.length);
        bytes.writeBytes(content);
    }

    private static void tag(ByteArrayOutputStream bytes, int number, int wireType) {
        varint(bytes, ((long) number << 3) | wireType);
    }

    private static void varint(ByteArrayOutputStream bytes, long number) {
        var rest = number;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
