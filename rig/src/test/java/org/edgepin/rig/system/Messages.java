// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Mosquitto, and a client of it that knows the newest message of each topic. */
final class Messages implements AutoCloseable {

    private final Process mosquitto;
    private final MqttClient client;
    private final Map<String, String> newest = new ConcurrentHashMap<>();

    Messages(Path folder) throws IOException, MqttException {
        var configuration = Files.writeString(
                folder.resolve("mosquitto.conf"), "listener 1883 127.0.0.1\nallow_anonymous true\nuser root\n");
        mosquitto = new ProcessBuilder("/usr/sbin/mosquitto", "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        client = new MqttClient("tcp://127.0.0.1:1883", "outside", new MemoryPersistence());
        await("Mosquitto").atMost(Installed.PATIENCE).ignoreExceptions().until(() -> {
            client.connect();
            return true;
        });
        client.subscribe("#", 1, (topic, message) -> newest.put(topic, new String(message.getPayload(), UTF_8)));
    }

    void send(String topic, String payload) throws MqttException {
        client.publish(topic, payload.getBytes(UTF_8), 1, false);
    }

    /** Waits until the newest message of a topic contains something. */
    void expect(String topic, String part) {
        await(topic + " with " + part)
                .atMost(Installed.PATIENCE)
                .until(() -> newest.getOrDefault(topic, ""), it -> it.contains(part));
    }

    @Override
    public void close() throws MqttException {
        try {
            client.disconnectForcibly(100, 1_000);
            client.close(true);
        } finally {
            mosquitto.destroyForcibly();
        }
    }
}
