// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Forwards connections to another port of this machine while it is open. */
final class Forwarder {

    private final ServerSocket server;
    private final int target;

    Forwarder(int port, int target) throws IOException {
        this.server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
        this.target = target;
        daemon(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var from = server.accept();
                var to = new Socket(InetAddress.getLoopbackAddress(), target);
                daemon(() -> copy(from, to));
                daemon(() -> copy(to, from));
            } catch (IOException e) {
                // closed, or nobody at the other end: the caller's connection ends with its socket
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one end has gone, and takes the other with it
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "forwarder");
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes no more connections; those that are open stay. */
    void close() throws IOException {
        server.close();
    }
}
