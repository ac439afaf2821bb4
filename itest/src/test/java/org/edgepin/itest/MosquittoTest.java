// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as shipped, with Mosquitto in the place of the embedded broker. */
@NeedsProgram("mosquitto")
class MosquittoTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int brokerPort = Ports.free();
    private final int gatewaysPort = Ports.free();

    @Test
    void afterTheBrokerWasKilledEachEdgeHasComeOrIsDeclaredLost(@TempDir Path folder) throws Exception {
        var gateway = Gateway.prepare()
                .environment("ORG_EDGEPIN_GPIO_MQTT_MAIN_BROKER", "tcp://127.0.0.1:" + gatewaysPort)
                .etc("org.edgepin.gpio.broker.cfg", "enabled = false\n")
                .etc(
                        "org.edgepin.gpio.sim-main.cfg",
                        "twin = rpi\ninputs = 5\noutputs = 27L\npin.5.outside = square 4 ms\n");
        var seen = new Numbers();
        try (gateway) {
            gateway.boot();
            whileMosquittoRuns(folder, seen, () -> await().atMost(PATIENCE).until(() -> seen.newest() > 200));

            var newest = seen.newest();
            whileMosquittoRuns(folder, seen, () -> {
                await().atMost(PATIENCE).until(() -> seen.newest() > newest + 500);
                commandsAreTakenAgain();
            });
            assertThat(seen.missing()).isEmpty();
        }
    }

    private void commandsAreTakenAgain() throws MqttException {
        var state = new AtomicReference<>("");
        try (var client = new MqttSubscriber(brokerPort)) {
            client.subscribe("gpio/edgepin/27/state", state::set);
            await().until(() -> "0".equals(state.get()));
            client.publish("gpio/edgepin/27/write", "1");
            await().until(() -> "1".equals(state.get()));
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Starts Mosquitto, subscribes, lets the gateway connect, and kills Mosquitto after the step. */
    private void whileMosquittoRuns(Path folder, Numbers seen, Step step) throws Exception {
        var mosquitto = mosquitto(folder);
        try (var subscriber = await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> new PlainSubscriber(brokerPort, "edgepin/edgepin/5/#", seen::account), it -> true)) {
            var gatewaysWay = new Forwarder(gatewaysPort, brokerPort);
            try {
                step.run();
            } finally {
                gatewaysWay.close();
                mosquitto.destroyForcibly().waitFor();
                subscriber.awaitEnd();
            }
        } finally {
            mosquitto.destroyForcibly();
        }
    }

    private Process mosquitto(Path folder) throws IOException {
        var configuration = Files.writeString(
                folder.resolve("mosquitto.conf"), """
                listener %d 127.0.0.1
                allow_anonymous true
                max_queued_messages 0
                max_inflight_messages 0
                user %s
                """.formatted(brokerPort, System.getProperty("user.name")));
        return new ProcessBuilder(
                        NeedsProgram.Condition.find("mosquitto").orElseThrow().toString(),
                        "-c",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
    }
}
