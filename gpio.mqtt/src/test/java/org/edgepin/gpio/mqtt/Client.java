// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Somebody else on the broker, who sees all messages. It speaks MQTT itself: so it can send what no
 * library lets through, and it reads what a broker has sent before it was killed to the last byte.
 */
final class Client implements AutoCloseable {

    private static final int SUBACK = 0x90;
    private static final int PUBLISH = 0x30;

    private final Socket socket;
    private final Thread reader;
    private final List<Message> messages = new ArrayList<>();
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private int packet = 1;

    private Client(Socket socket) {
        this.socket = socket;
        this.reader = new Thread(this::read, "client");
        reader.setDaemon(true);
        reader.start();
    }

    static Client on(Mosquitto broker) throws IOException, InterruptedException {
        var client = new Client(new Socket(InetAddress.getLoopbackAddress(), broker.port()));
        // protocol MQTT, level 4, clean session, no keep alive, no client id
        client.send(0x10, new byte[] {0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 0});
        // all topics, at most once: the broker passes on at once what it acknowledges and keeps nothing of it
        client.send(0x82, new byte[] {0, 1, 0, 1, '#', 0});
        if (!client.subscribed.await(1, TimeUnit.MINUTES)) {
            throw new IOException("no subscription");
        }
        return client;
    }

    void publish(String topic, String payload) throws IOException {
        publish(topic, payload.getBytes(ISO_8859_1), false);
    }

    void publish(String topic, byte[] payload, boolean retained) throws IOException {
        publish(topic.getBytes(UTF_8), payload, retained);
    }

    /** Publishes at least once, whatever the bytes of the topic are. */
    void publish(byte[] topic, byte[] payload, boolean retained) throws IOException {
        var body = new ByteArrayOutputStream();
        body.write(topic.length >> 8);
        body.write(topic.length);
        body.write(topic);
        packet = packet % 60_000 + 1;
        body.write(packet >> 8);
        body.write(packet);
        body.write(payload);
        send(PUBLISH | 2 | (retained ? 1 : 0), body.toByteArray());
    }

    private synchronized void send(int header, byte[] body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(header);
        var rest = body.length;
        do {
            bytes.write(rest % 128 + (rest > 127 ? 128 : 0));
            rest /= 128;
        } while (rest > 0);
        bytes.write(body);
        socket.getOutputStream().write(bytes.toByteArray());
    }

    private void read() {
        try (var in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16))) {
            while (true) {
                var header = in.readUnsignedByte();
                var length = 0;
                var shift = 0;
                int digit;
                do {
                    digit = in.readUnsignedByte();
                    length |= (digit & 127) << shift;
                    shift += 7;
                } while (digit > 127);
                take(header, in.readNBytes(length));
            }
        } catch (IOException e) {
            // the broker has ended the connection, or we have
        }
    }

    private void take(int header, byte[] body) {
        if (header == SUBACK) {
            subscribed.countDown();
        } else if ((header & 0xf0) == PUBLISH) {
            var topic = ((body[0] & 255) << 8) | (body[1] & 255);
            var message = new Message(
                    new String(body, 2, topic, UTF_8),
                    new String(body, 2 + topic, body.length - 2 - topic, ISO_8859_1),
                    (header & 1) == 1);
            synchronized (messages) {
                messages.add(message);
            }
        }
    }

    /** Returns what has come since the beginning, or since {@link #forget}. */
    List<Message> messages() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    /** Returns the payloads that have come on a topic. */
    List<String> on(String topic) {
        return messages().stream()
                .filter(it -> it.topic().equals(topic))
                .map(Message::text)
                .toList();
    }

    void forget() {
        synchronized (messages) {
            messages.clear();
        }
    }

    /** Waits until the broker has ended the connection and all that it has sent is read. */
    void awaitEnd() throws InterruptedException {
        reader.join(TimeUnit.SECONDS.toMillis(10));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
