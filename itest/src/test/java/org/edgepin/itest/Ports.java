// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Ports of the loopback address that nobody uses. They lie below those from which the kernel takes one for
 * an outgoing connection (from 32768 on), so that nobody takes them before the gateway does; each of the
 * processes that run tests beside each other has its own. For any thread.
 */
final class Ports {

    private static final int FIRST = 21_000;
    private static final int PER_FORK = 5_000;
    private static final int FORKS = 2;
    private static final int MINE = FIRST + PER_FORK * (Integer.getInteger("edgepin.fork", 1) % FORKS);
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PER_FORK));

    private Ports() {}

    /** Returns a port that nobody uses now. */
    static int free() {
        return free(1);
    }

    /** Returns the first of some ports in a row that nobody uses now. */
    static int free(int count) {
        while (true) {
            var offset = NEXT.getAndUpdate(last -> (last + count) % PER_FORK);
            var first = MINE + offset;
            if (offset + count <= PER_FORK
                    && IntStream.range(first, first + count).allMatch(Ports::isFree)) {
                return first;
            }
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
