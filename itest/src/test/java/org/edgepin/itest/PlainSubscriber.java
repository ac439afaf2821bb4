// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.BiConsumer;

/**
 * A subscriber that takes all that a broker has sent before it was killed. A client library drops
 * what it has not handed on when the connection ends. QoS 0, as an acknowledgement to a dead broker
 * would be answered with a reset.
 */
final class PlainSubscriber implements AutoCloseable {

    private static final int CONNACK = 0x20;
    private static final int PUBLISH = 0x30;
    private static final int SUBACK = 0x90;

    private final Socket socket;
    private final DataInputStream in;
    private final Thread reader;

    /** Returns when the broker has taken the subscription. */
    PlainSubscriber(int port, String topics, BiConsumer<String, String> messages) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        try {
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            // MQTT 3.1.1, sections 3.1 and 3.8: a clean session without keep-alive
            send(0x10, "\0\4MQTT\4\2\0\0\0\0");
            expect(CONNACK);
            send(0x82, "\0\1\0" + (char) topics.length() + topics + "\0");
            expect(SUBACK);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        reader = new Thread(() -> read(messages), "subscriber");
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits until all that the broker has sent is read; it must be dead. */
    void awaitEnd() throws InterruptedException {
        reader.join();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void send(int type, String body) throws IOException {
        var packet = new ByteArrayOutputStream();
        var out = new DataOutputStream(packet);
        out.writeByte(type);
        out.writeByte(body.length());
        out.write(body.getBytes(UTF_8));
        socket.getOutputStream().write(packet.toByteArray());
    }

    private void expect(int type) throws IOException {
        var answer = in.readUnsignedByte();
        if (answer != type) {
            throw new IOException("not the answer that was expected: " + answer);
        }
        in.skipNBytes(length());
    }

    private int length() throws IOException {
        var length = 0;
        for (var shift = 0; ; shift += 7) {
            var digit = in.readUnsignedByte();
            length |= (digit & 0x7f) << shift;
            if (digit < 0x80) {
                return length;
            }
        }
    }

    private void read(BiConsumer<String, String> messages) {
        try {
            while (true) {
                var type = in.readUnsignedByte() & 0xf0;
                var rest = length();
                if (type != PUBLISH) {
                    in.skipNBytes(rest);
                    continue;
                }
                var topic = in.readUTF();
                var payload = in.readNBytes(rest - 2 - topic.length());
                messages.accept(topic, new String(payload, UTF_8));
            }
        } catch (EOFException | SocketException e) {
            // the broker was killed, or the test is over
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
