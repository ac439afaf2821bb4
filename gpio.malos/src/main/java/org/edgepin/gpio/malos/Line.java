// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.edgepin.gpio.malos.Sockets.UnavailableException;
import org.zeromq.ZMQ;

/**
 * The four ports of a driver: configs, pings, errors, updates. The port for configs is the last to be
 * opened, so that no command is taken and lost because another port is not free. For one thread, that
 * of the sockets.
 */
final class Line {

    /** What a client that sends without a pause gets before the others have their turn. */
    private static final int BATCH = 64;

    private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final LongSupplier clock;
    private final Driver driver;
    private final ZMQ.Socket pings;
    private final ZMQ.Socket configs;

    Line(Sockets sockets, int port, Device device, LongSupplier clock) throws UnavailableException {
        this.clock = clock;
        var updates = sockets.publish(port + 3);
        var errors = sockets.publish(port + 2);
        pings = sockets.pull(port + 1);
        driver = new Driver(
                port,
                device,
                clock,
                frame -> errors.send(frame, ZMQ.DONTWAIT),
                frame -> updates.send(frame, ZMQ.DONTWAIT));
        configs = sockets.pull(port);
    }

    void register(ZMQ.Poller poller) {
        poller.register(pings, ZMQ.Poller.POLLIN);
        poller.register(configs, ZMQ.Poller.POLLIN);
    }

    /** Takes what has come, each frame for itself, and sends what is due. Does not wait for more. */
    void serve() {
        var begin = clock.getAsLong();
        var count = 0;
        do {
            takePings();
            driver.update();
        } while (takeConfig() && ++count < BATCH && clock.getAsLong() - begin < BATCH_NANOS);
    }

    private void takePings() {
        for (var count = 0; count < BATCH && pings.recvMsg(ZMQ.DONTWAIT) != null; count++) {
            driver.ping();
        }
    }

    private boolean takeConfig() {
        var frame = configs.recvMsg(ZMQ.DONTWAIT);
        if (frame == null) {
            return false;
        }
        driver.configure(frame.data(), Sockets.sender(frame));
        return true;
    }

    Driver driver() {
        return driver;
    }
}
