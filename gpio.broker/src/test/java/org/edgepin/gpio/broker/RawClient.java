// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Sends any bytes to a broker, for what a proper client would not do. */
final class RawClient implements AutoCloseable {

    static final int CONNACK = 0x20;
    static final int PUBLISH = 0x30;
    static final int PUBACK = 0x40;
    static final int PUBREC = 0x50;
    static final int PUBREL = 0x62;
    static final int PUBCOMP = 0x70;
    static final int SUBACK = 0x90;

    /** A packet with its first byte and the body after the length. */
    record Packet(int first, ByteBuffer body) {}

    private final Socket socket = new Socket();

    RawClient(InetSocketAddress broker) throws IOException {
        socket.connect(broker);
        socket.setSoTimeout(60_000);
    }

    RawClient send(byte[]... packets) throws IOException {
        for (var it : packets) {
            socket.getOutputStream().write(it);
        }
        return this;
    }

    /** Returns the next packet, null if the broker has closed the connection. */
    @Nullable
    Packet read() throws IOException {
        try {
            var in = socket.getInputStream();
            var first = in.read();
            if (first < 0) {
                return null;
            }
            var length = 0;
            var shift = 0;
            int next;
            do {
                next = in.read();
                length |= (next & 0x7F) << shift;
                shift += 7;
            } while ((next & 0x80) != 0);
            return new Packet(first, ByteBuffer.wrap(exactly(in, length)));
        } catch (SocketException | EOFException closed) {
            return null;
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        var body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException();
        }
        return body;
    }

    boolean closedByBroker() throws IOException {
        while (true) {
            if (read() == null) {
                return true;
            }
        }
    }

    /** Ends without a DISCONNECT. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    static byte[] packet(int first, byte[]... parts) {
        var body = join(parts);
        var out = new ByteArrayOutputStream();
        out.write(first);
        var rest = body.length;
        do {
            out.write(rest % 128 | (rest >= 128 ? 0x80 : 0));
            rest /= 128;
        } while (rest > 0);
        out.writeBytes(body);
        return out.toByteArray();
    }

    static ByteBuffer body(byte[]... parts) {
        return ByteBuffer.wrap(join(parts));
    }

    static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var it : parts) {
            out.writeBytes(it);
        }
        return out.toByteArray();
    }

    static byte[] text(String text) {
        return text(text.getBytes(UTF_8));
    }

    static byte[] text(byte[] text) {
        return join(number(text.length), text);
    }

    static byte[] number(int number) {
        return new byte[] {(byte) (number >> 8), (byte) number};
    }

    static byte[] connect(String clientId, boolean clean) {
        return packet(0x10, text("MQTT"), new byte[] {4, (byte) (clean ? 2 : 0)}, number(60), text(clientId));
    }

    static byte[] subscribe(String filter, int qos) {
        return packet(0x82, number(1), text(filter), new byte[] {(byte) qos});
    }

    /** @param flags DUP 8, QoS 0, 2 or 4, RETAIN 1 */
    static byte[] publish(int flags, String topic, int id, byte[] payload) {
        return packet(PUBLISH | flags, text(topic), (flags & 6) == 0 ? new byte[0] : number(id), payload);
    }

    static byte[] acknowledge(int first, int id) {
        return packet(first, number(id));
    }
}
