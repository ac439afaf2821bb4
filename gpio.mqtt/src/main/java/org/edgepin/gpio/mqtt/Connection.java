// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a broker, from its begin to its end; it never reconnects. Paho's own reconnect
 * does not retry the first connect, loses subscriptions and keeps a buffer that hides what is lost.
 *
 * <p>Used by the thread of {@link Link} alone; Paho's threads call the listeners, which only take
 * notes. The session is clean: what was commanded while the gateway was away is not done later.
 */
final class Connection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** For the TCP connect, and again for the TLS handshake. */
    private static final int NETWORK_SECONDS = 10;

    /** Longer than both, so that Paho never connects behind our back. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(3 * NETWORK_SECONDS);

    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** What a broker answers to a subscription that it does not allow. */
    private static final int SUBSCRIPTION_REFUSED = 0x80;

    /** Receives what the broker sends, on Paho's thread. */
    interface Receiver {
        void arrived(String topic, byte[] payload, boolean retained);
    }

    private final Settings settings;
    private final MqttAsyncClient client;
    private final Runnable wake;
    private volatile @Nullable Throwable loss;
    private volatile boolean lost;

    private Connection(Settings settings, MqttAsyncClient client, Runnable wake) {
        this.settings = settings;
        this.client = client;
        this.wake = wake;
    }

    /**
     * Connects and waits for it.
     *
     * @param wake called on Paho's thread when the connection is lost
     */
    static Connection open(Settings settings, Messages messages, Receiver receiver, Runnable wake)
            throws MqttException, IOException, GeneralSecurityException {
        var client = new MqttAsyncClient(BrokerSocket.ADDRESS, settings.clientId(), new MemoryPersistence());
        var connection = new Connection(settings, client, wake);
        client.setCallback(connection.new Callback(receiver));
        try {
            await(client.connect(connection.options(messages)), HANDSHAKE);
            return connection;
        } catch (MqttException | IOException | GeneralSecurityException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private MqttConnectOptions options(Messages messages) throws IOException, GeneralSecurityException {
        var options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setCleanSession(true);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout(NETWORK_SECONDS);
        options.setKeepAliveInterval(settings.keepAliveSeconds());
        options.setMaxInflight(4 * Outbox.WINDOW);
        if (!settings.user().isEmpty()) {
            options.setUserName(settings.user());
            var password = settings.password().chars();
            if (password != null) {
                options.setPassword(password);
            }
        }
        options.setSocketFactory(BrokerSocket.factory(settings));
        messages.status(false)
                .ifPresent(will -> options.setWill(will.topic(), will.payload(), settings.qos(), will.retained()));
        return options;
    }

    /** Subscribes to the topics on which commands come. */
    void subscribe() throws MqttException {
        var filters = new Topics(settings.thing()).commands();
        var qos = filters.stream().mapToInt(filter -> settings.qos()).toArray();
        var token = client.subscribe(filters.toArray(String[]::new), qos);
        await(token, ANSWER);
        var granted = token.getGrantedQos();
        for (var i = 0; i < granted.length; i++) {
            if (granted[i] == SUBSCRIPTION_REFUSED) {
                LOG.warn(
                        "{}: broker {} refuses the subscription to {}: no commands will come",
                        settings,
                        settings.broker(),
                        filters.get(i));
            }
        }
    }

    /** Publishes a message; {@code taken} is called on Paho's thread when the broker has it. */
    void publish(Message message, Runnable taken) throws MqttException {
        client.publish(message.topic(), message.payload(), settings.qos(), message.retained(), null, listener(taken));
    }

    /** Publishes a message and waits until the broker has it. */
    void publish(Message message) throws MqttException {
        await(client.publish(message.topic(), message.payload(), settings.qos(), message.retained()), ANSWER);
    }

    /** Whether the connection is of no use any more. */
    boolean lost() {
        return lost;
    }

    /** Returns why the connection was lost. */
    String reason() {
        return Reason.of(loss);
    }

    /** Says goodbye, so that the broker does not publish the last will. */
    void disconnect() throws MqttException {
        await(client.disconnect(0), Duration.ofSeconds(1));
    }

    /** Ends the connection however it stands. */
    @Override
    public void close() {
        try {
            if (client.isConnected() || !lost) {
                client.disconnectForcibly(0, 1, false);
            }
            client.close(true);
        } catch (MqttException e) {
            LOG.debug("{}: not closed cleanly", settings, e);
        }
    }

    private static void await(IMqttToken token, Duration patience) throws MqttException {
        token.waitForCompletion(patience.toMillis());
    }

    private static IMqttActionListener listener(Runnable taken) {
        return new IMqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                taken.run();
            }

            @Override
            public void onFailure(IMqttToken token, @Nullable Throwable problem) {
                // the connection is lost, which is told by itself
            }
        };
    }

    private final class Callback implements MqttCallback {

        private final Receiver receiver;

        Callback(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void connectionLost(@Nullable Throwable cause) {
            loss = cause;
            lost = true;
            wake.run();
        }

        /** An exception here would make Paho drop the connection. */
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            try {
                receiver.arrived(topic, message.getPayload(), message.isRetained());
            } catch (RuntimeException e) {
                LOG.error("{}: cannot take a message", settings, e);
            }
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // each message has a listener of its own
        }
    }
}
