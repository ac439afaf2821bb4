// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.endpoint.BackOff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the connection to a broker and publishes what is in the {@link Outbox}. One thread does all
 * of it, the first connect as well as each later one.
 */
final class Link implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    /** How long what is queued may take when the gateway stops. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** A connection that did not last so long does not end the back-off: two clients may have one id. */
    private static final Duration STABLE = Duration.ofSeconds(10);

    /** A level is read anew so long after a gap, which is often followed by another. */
    private static final Duration AFTER_GAP = Duration.ofMillis(100);

    private final Settings settings;
    private final Messages messages;
    private final Outbox outbox;
    private final PinAccess pins;
    private final Connection.Receiver inbox;
    private final BackOff backOff;
    private final Outage outage;
    private final Thread thread;
    private final Duration unanswered;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile long drainUntil;
    private volatile boolean connected;

    /** @param patience how long the broker may be late at the start before the log says so */
    Link(
            Settings settings,
            Messages messages,
            Outbox outbox,
            PinAccess pins,
            Connection.Receiver inbox,
            Duration patience) {
        this.settings = settings;
        this.messages = messages;
        this.outbox = outbox;
        this.pins = pins;
        this.inbox = inbox;
        this.backOff = new BackOff(settings.backoffMin(), settings.backoffMax(), () -> ThreadLocalRandom.current()
                .nextDouble());
        // a broker that answers pings but takes no message for so long will not take it
        this.unanswered = Duration.ofSeconds(2L * settings.keepAliveSeconds());
        this.outage = new Outage(LOG, settings, settings.broker(), patience);
        this.thread = new Thread(this::run, settings + " link");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Publishes what is queued as far as that is quick, says offline, and disconnects. */
    @Override
    public void close() {
        drainUntil = System.nanoTime() + DRAIN.toNanos();
        stopping.countDown();
        outbox.wake();
        try {
            if (!connected) {
                thread.interrupt();
            }
            thread.join(DRAIN.plus(FAREWELL).toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(FAREWELL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the connection stands. */
    boolean isConnected() {
        return connected;
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void run() {
        try {
            while (!isStopping()) {
                attempt();
                if (!isStopping() && stopping.await(backOff.pause().toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("{}: stopped", settings);
        }
    }

    private void attempt() throws InterruptedException {
        try (var connection = Connection.open(settings, messages, inbox, outbox::wake)) {
            greet(connection);
            var begin = System.nanoTime();
            try {
                serve(connection);
            } finally {
                connected = false;
                if (System.nanoTime() - begin > STABLE.toNanos()) {
                    backOff.reset();
                }
            }
        } catch (MqttException | IOException | GeneralSecurityException | RuntimeException e) {
            if (!isStopping()) {
                outage.begin(e);
            }
        } finally {
            outbox.broken();
        }
    }

    private void greet(Connection connection) throws MqttException {
        connection.subscribe();
        var online = messages.status(true);
        if (online.isPresent()) {
            connection.publish(online.get());
        }
        outage.over();
    }

    private void serve(Connection connection) throws MqttException, IOException, InterruptedException {
        connected = true;
        outbox.open();
        pins.connected();
        while (!connection.lost() && !isStopping()) {
            publishNext(connection, () -> connection.lost() || isStopping(), unanswered.toNanos());
        }
        if (isStopping()) {
            leave(connection);
        } else {
            throw new IOException(connection.reason());
        }
    }

    private void publishNext(Connection connection, BooleanSupplier stop, long patience)
            throws MqttException, IOException, InterruptedException {
        var flight = outbox.next(stop, patience);
        if (flight == null) {
            if (outbox.unanswered() >= unanswered.toNanos()) {
                throw new IOException("it has taken no message in " + unanswered.toSeconds() + " s");
            }
            return;
        }
        var attempt = flight.attempt();
        for (var message : flight.messages()) {
            connection.publish(message, () -> outbox.taken(flight, attempt));
        }
        if (flight.event() instanceof GapEvent gap) {
            pins.look(gap.pin(), AFTER_GAP);
        }
    }

    private void leave(Connection connection) throws MqttException, IOException, InterruptedException {
        while (!connection.lost() && !outbox.drained() && System.nanoTime() - drainUntil < 0) {
            publishNext(connection, () -> connection.lost() || outbox.drained(), drainUntil - System.nanoTime());
        }
        var offline = messages.status(false);
        if (offline.isPresent()) {
            connection.publish(offline.get());
        }
        connection.disconnect();
    }
}
