// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a client tells a driver.
 *
 * @param delay seconds between updates; 0 if it says nothing of it
 * @param timeout seconds for which a ping keeps updates coming; 0 if it says nothing of it
 */
record DriverConfig(float delay, float timeout, Optional<Gpio> gpio) {

    /** A command for a pin, each number as on the wire; 0 if it is not there. */
    record Gpio(int pin, int mode, int value) {}

    /** The bytes are no DriverConfig. */
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }

    /**
     * Reads the protobuf encoding. Takes and refuses what protobuf's own parsers do, unknown fields
     * and the fields of other drivers included, which the tests compare.
     */
    static DriverConfig parse(byte[] bytes) throws MalformedException {
        var reader = new Reader(bytes);
        reader.message(Shape.CONFIG, bytes.length, 0);
        return new DriverConfig(
                reader.delay,
                reader.timeout,
                reader.hasGpio ? Optional.of(new Gpio(reader.pin, reader.mode, reader.value)) : Optional.empty());
    }

    private static final class Reader {

        /** How many messages may be in one another, as in protobuf's parsers. */
        private static final int MAX_DEPTH = 100;

        private static final int VARINT = 0;
        private static final int FIXED64 = 1;
        private static final int LENGTH = 2;
        private static final int GROUP = 3;
        private static final int END_OF_GROUP = 4;
        private static final int FIXED32 = 5;

        private final byte[] bytes;
        private int at;
        private float delay;
        private float timeout;
        private boolean hasGpio;
        private int pin;
        private int mode;
        private int value;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Reads the fields up to {@code end}; of a field that comes twice the last one counts. */
        void message(Shape shape, int end, int depth) throws MalformedException {
            checkDepth(depth);
            while (at < end) {
                var tag = (int) varint(end);
                if ((tag & 7) == END_OF_GROUP) {
                    throw new MalformedException("a group ends that has not begun");
                }
                field(shape, tag, end, depth);
            }
        }

        private void field(Shape shape, int tag, int end, int depth) throws MalformedException {
            var number = tag >>> 3;
            if (number == 0) {
                throw new MalformedException("there is no field 0");
            }
            switch (tag & 7) {
                case VARINT -> number(shape, number, (int) varint(end));
                case FIXED64 -> skip(8, end);
                case LENGTH -> content(shape.field(number), number, end, depth);
                case GROUP -> group(number, end, depth + 1);
                case FIXED32 -> seconds(shape, number, end);
                default -> throw new MalformedException("there is no wire type " + (tag & 7));
            }
        }

        private void number(Shape shape, int number, int found) {
            if (shape == Shape.GPIO) {
                switch (number) {
                    case 1 -> pin = found;
                    case 2 -> mode = found;
                    case 3 -> value = found;
                    default -> {
                        // values, which only updates have, or unknown
                    }
                }
            }
        }

        private void seconds(Shape shape, int number, int end) throws MalformedException {
            var begin = skip(4, end);
            if (shape == Shape.CONFIG && number <= 2) {
                var bits = (bytes[begin] & 0xff)
                        | (bytes[begin + 1] & 0xff) << 8
                        | (bytes[begin + 2] & 0xff) << 16
                        | bytes[begin + 3] << 24;
                if (number == 1) {
                    delay = Float.intBitsToFloat(bits);
                } else {
                    timeout = Float.intBitsToFloat(bits);
                }
            }
        }

        private void content(Shape shape, int number, int end, int depth) throws MalformedException {
            var length = (int) varint(end);
            if (length < 0) {
                throw new MalformedException("field " + number + " has a negative length");
            }
            var begin = skip(length, end);
            var over = at;
            switch (shape) {
                case ANY -> {
                    // whatever it is
                }
                case TEXT -> text(begin, length);
                case PACKED -> {
                    at = begin;
                    while (at < over) {
                        varint(over);
                    }
                }
                default -> {
                    hasGpio |= shape == Shape.GPIO;
                    at = begin;
                    message(shape, over, depth + 1);
                }
            }
        }

        private void text(int begin, int length) throws MalformedException {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, begin, length));
            } catch (CharacterCodingException e) {
                throw new MalformedException("a text is not UTF-8");
            }
        }

        /** A group is how the first protobuf wrote a message in a message; here it is always unknown. */
        private void group(int group, int end, int depth) throws MalformedException {
            checkDepth(depth);
            while (true) {
                var tag = (int) varint(end);
                if ((tag & 7) == END_OF_GROUP) {
                    if (tag >>> 3 != group) {
                        throw new MalformedException("another group ends than has begun");
                    }
                    return;
                }
                field(Shape.ANY, tag, end, depth);
            }
        }

        private static void checkDepth(int depth) throws MalformedException {
            if (depth > MAX_DEPTH) {
                throw new MalformedException("more than " + MAX_DEPTH + " messages in one another");
            }
        }

        private int skip(int length, int end) throws MalformedException {
            if (length > end - at) {
                throw new MalformedException("it is cut off");
            }
            var begin = at;
            at += length;
            return begin;
        }

        /** Up to ten bytes of seven bits, the lowest first; what is beyond 64 bits is lost. */
        private long varint(int end) throws MalformedException {
            var result = 0L;
            for (var shift = 0; shift < 70; shift += 7) {
                var next = bytes[skip(1, end)];
                result |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return result;
                }
            }
            throw new MalformedException("a number has more than ten bytes");
        }
    }
}
