// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Consumer;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A client of a broker on this machine, as a user would write it. */
final class MqttSubscriber implements AutoCloseable {

    private final MqttClient client;

    MqttSubscriber(int port) throws MqttException {
        client = new MqttClient("tcp://127.0.0.1:" + port, MqttClient.generateClientId(), new MemoryPersistence());
        var options = new MqttConnectOptions();
        options.setConnectionTimeout(2);
        client.connect(options);
    }

    void subscribe(String topics, Consumer<String> payloads) throws MqttException {
        client.subscribe(topics, 1, (topic, message) -> payloads.accept(new String(message.getPayload(), UTF_8)));
    }

    void publish(String topic, String payload) throws MqttException {
        client.publish(topic, payload.getBytes(UTF_8), 1, false);
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnectForcibly(100, 1_000);
        }
        client.close(true);
    }
}
