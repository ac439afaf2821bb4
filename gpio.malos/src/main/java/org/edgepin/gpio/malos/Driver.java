// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.edgepin.gpio.malos.DriverConfig.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all drivers of MATRIX CORE have in common: configs are parsed, given to the device, and set the
 * times; while somebody pings, updates are sent. For one thread, that of the sockets.
 */
final class Driver {

    private static final Logger LOG = LoggerFactory.getLogger(Driver.class);

    private final int port;
    private final Device device;
    private final LongSupplier clock;
    private final Consumer<byte[]> errors;
    private final Consumer<byte[]> updates;
    private final Schedule schedule = new Schedule();

    /**
     * @param port the first of its four
     * @param clock that of {@link System#nanoTime()}
     * @param errors sends a frame to the port for errors
     * @param updates sends a frame to the port for updates
     */
    Driver(int port, Device device, LongSupplier clock, Consumer<byte[]> errors, Consumer<byte[]> updates) {
        this.port = port;
        this.device = device;
        this.clock = clock;
        this.errors = errors;
        this.updates = updates;
    }

    /**
     * Carries out one frame of the port for configs.
     *
     * @param from the address of the client, empty if it is unknown
     */
    void configure(byte[] frame, String from) {
        DriverConfig config;
        try {
            config = DriverConfig.parse(frame);
        } catch (MalformedException e) {
            LOG.debug("MALOS: no config for {} from {}", device.name(), from, e);
            error("0, Invalid configuration for " + device.name() + " driver. Could not parse protobuf.");
            return;
        }
        boolean understood;
        try {
            understood = device.configure(config, from, this::error);
        } catch (RuntimeException e) {
            LOG.error("MALOS: cannot carry out {} from {}", config, from, e);
            understood = false;
        }
        if (understood) {
            schedule.configure(config.delay(), config.timeout());
        } else {
            error("0, Invalid specific configuration for " + device.name() + " driver.");
        }
    }

    /** Somebody has sent a frame to the port for pings. */
    void ping() {
        schedule.ping(clock.getAsLong());
    }

    /** Sends an update if it is time for one. */
    void update() {
        if (!schedule.due(clock.getAsLong())) {
            return;
        }
        Optional<byte[]> update;
        try {
            update = device.update();
        } catch (RuntimeException e) {
            LOG.error("MALOS: cannot make an update of {}", device.name(), e);
            update = Optional.empty();
        }
        update.ifPresentOrElse(updates, () -> error("1, Could not send update for " + device.name() + " driver."));
        schedule.sent(clock.getAsLong());
    }

    /** Returns the nanoseconds until the next call of {@link #update()}; the largest number while nobody pings. */
    long pause() {
        return schedule.pause(clock.getAsLong());
    }

    Messages.Info info() {
        return new Messages.Info(device.name(), port, schedule.delayMs(), schedule.timeoutMs(), device.notes());
    }

    private void error(String text) {
        errors.accept(text.getBytes(UTF_8));
    }
}
