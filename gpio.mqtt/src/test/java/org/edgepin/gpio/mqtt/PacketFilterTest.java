// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketFilterTest {

    private static final byte[] PINGRESP = {(byte) 0xd0, 0};
    private static final byte[] SUBACK = {(byte) 0x90, 4, 0, 1, 1, (byte) 0x80};

    @Test
    void passesOnWhatIsWellFormedUnchanged() throws IOException {
        var stream = join(
                new byte[] {0x20, 2, 0, 0},
                SUBACK,
                publish("gpio/edgepin/27/write", "1".getBytes(UTF_8)),
                PINGRESP,
                publish("gpio/k\u00fcche/27/read", new byte[0]),
                publish("t", new byte[PacketFilter.LONGEST_PAYLOAD]),
                new byte[] {0x40, 2, 0, 7});

        assertThat(filtered(stream)).isEqualTo(stream);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d\ude00", "\ufdd0", "\uffee", "\u0000", "\n", "\u007f", "\u0085", "\ufffd"})
    void makesATopicPlainThatPahoCannotTake(String character) throws IOException {
        var bytes = character.getBytes(UTF_8).length;
        var stream = join(publish("gpio/edgepin/" + character + "x/write", "1".getBytes(UTF_8)), PINGRESP);
        var expected = join(publish("gpio/edgepin/" + "?".repeat(bytes) + "x/write", "1".getBytes(UTF_8)), PINGRESP);

        assertThat(filtered(stream)).isEqualTo(expected);
    }

    @Test
    void makesATopicPlainThatIsNotUtf8() throws IOException {
        var stream = publish("gpio/edgepin/\u00c3(/write".getBytes(ISO_8859_1), "1".getBytes(UTF_8));

        assertThat(filtered(stream)).isEqualTo(publish("gpio/edgepin/?(/write", "1".getBytes(UTF_8)));
    }

    @Test
    void passesOnOnlyTheBeginningOfALongPayload() throws IOException {
        var stream = join(publish("t", new byte[3 << 20]), PINGRESP, publish("t", new byte[] {'1'}));

        var filtered = filtered(stream);

        // in as many bytes as before, although two would do
        var length = 2 + 1 + 2 + PacketFilter.LONGEST_PAYLOAD;
        assertThat(filtered).startsWith(0x32, (length & 127) | 128, (length >> 7) | 128, 128, 0, 0, 1, 't');
        assertThat(filtered).hasSize(1 + 4 + length + PINGRESP.length + publish("t", new byte[1]).length);
        assertThat(filtered).endsWith(join(PINGRESP, publish("t", new byte[] {'1'})));
    }

    @Test
    void passesOnWhatIsNotAPacketForPahoToComplain() throws IOException {
        var short1 = new byte[] {0x30, 1, 'x'};
        var short2 = new byte[] {0x30, 3, 0, 9, 'x'};

        assertThat(filtered(join(short1, PINGRESP))).isEqualTo(join(short1, PINGRESP));
        assertThat(filtered(join(short2, PINGRESP))).isEqualTo(join(short2, PINGRESP));
    }

    @Test
    void goesOnAfterATimeoutAtAnyByte() throws IOException {
        var stream = join(
                publish("gpio/edgepin/\ud83d\ude00/write", new byte[5_000]),
                SUBACK,
                publish("gpio/edgepin/27/write", "1".getBytes(UTF_8)));
        var expected = filtered(stream);

        assertThat(read(new PacketFilter(new Stuttering(stream)), 7)).isEqualTo(expected);
    }

    @Test
    void endsWithTheStreamWhereverThatIs() throws IOException {
        var stream = publish("gpio/edgepin/27/write", new byte[2_000]);
        for (var end = 0; end < stream.length; end++) {
            var part = Arrays.copyOf(stream, end);
            assertThat(filtered(part).length).isLessThanOrEqualTo(end);
        }
    }

    private static byte[] filtered(byte[] stream) throws IOException {
        return read(new PacketFilter(new ByteArrayInputStream(stream)), 4_096);
    }

    /** Reads as Paho does, single bytes and pieces in turn, and again after a timeout. */
    private static byte[] read(InputStream in, int piece) throws IOException {
        var all = new ByteArrayOutputStream();
        var bytes = new byte[piece];
        while (true) {
            try {
                var single = in.read();
                if (single < 0) {
                    return all.toByteArray();
                }
                all.write(single);
                var count = in.read(bytes, 0, piece);
                all.write(bytes, 0, Math.max(count, 0));
            } catch (SocketTimeoutException e) {
                // as if nothing had come for a second
            }
        }
    }

    private static byte[] publish(String topic, byte[] payload) {
        return publish(topic.getBytes(UTF_8), payload);
    }

    /** A message of quality 1 with packet id 513. */
    private static byte[] publish(byte[] topic, byte[] payload) {
        var packet = new ByteArrayOutputStream();
        packet.write(0x32);
        var rest = 2 + topic.length + 2 + payload.length;
        do {
            packet.write(rest % 128 + (rest > 127 ? 128 : 0));
            rest /= 128;
        } while (rest > 0);
        packet.write(topic.length >> 8);
        packet.write(topic.length);
        packet.writeBytes(topic);
        packet.writeBytes(new byte[] {2, 1});
        packet.writeBytes(payload);
        return packet.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Gives a few bytes at a time and times out in between. */
    private static final class Stuttering extends FilterInputStream {

        private final Random random = new Random(7);

        Stuttering(byte[] stream) {
            super(new ByteArrayInputStream(stream));
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (random.nextInt(3) > 0) {
                throw new SocketTimeoutException();
            }
            return super.read(bytes, offset, Math.min(length, 1 + random.nextInt(3)));
        }

        @Override
        public int available() {
            return 0;
        }
    }
}
