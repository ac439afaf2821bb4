// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A broker that accepts connections and then answers some packets and not others. */
final class RudeBroker implements AutoCloseable {

    private static final int CONNECT = 1;
    private static final int SUBSCRIBE = 8;
    private static final int PING = 12;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();
    private final boolean greets;
    private final int granted;

    /**
     * @param greets whether it accepts sessions; it never takes a message
     * @param granted what it answers to a subscription
     */
    RudeBroker(boolean greets, int granted) throws IOException {
        this.greets = greets;
        this.granted = granted;
        var thread = new Thread(this::serve, "rude broker");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                connections.incrementAndGet();
                answer(socket);
            } catch (IOException e) {
                // the client has gone, or the test is over
            }
        }
    }

    private void answer(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        var out = socket.getOutputStream();
        while (true) {
            var type = in.readUnsignedByte() >> 4;
            var length = in.readUnsignedByte();
            if (length > 127) {
                length += (in.readUnsignedByte() - 1) * 128;
            }
            var body = in.readNBytes(length);
            if (greets && type == CONNECT) {
                out.write(new byte[] {0x20, 2, 0, 0});
            } else if (greets && type == SUBSCRIBE) {
                out.write(new byte[] {(byte) 0x90, 4, body[0], body[1], (byte) granted, (byte) granted});
            } else if (greets && type == PING) {
                out.write(new byte[] {(byte) 0xd0, 0});
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
