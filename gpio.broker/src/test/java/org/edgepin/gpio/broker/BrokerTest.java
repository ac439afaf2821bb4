// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.edgepin.gpio.broker.Fixtures.freePort;
import static org.edgepin.gpio.broker.Fixtures.with;
import static org.edgepin.gpio.broker.RawClient.connect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of the component. */
class BrokerTest {

    private static final String THREAD = "MQTT broker";

    /** Tells that a group of threads has ended, and itself ends a second later. */
    private static final String NETTYS_THREAD = "globalEventExecutor";

    private int port;
    private Broker broker = new Broker(with("enabled", "false"));

    @BeforeEach
    void choosePort() throws IOException {
        port = freePort();
    }

    @AfterEach
    void stop() {
        broker.deactivate();
    }

    private void start(Map<String, Object> properties) {
        broker = new Broker(properties);
    }

    private RawClient client(int at) throws IOException {
        var client = new RawClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
        client.send(connect("client", true));
        assertThat(client.read()).isNotNull();
        return client;
    }

    private boolean serves(int at) {
        try {
            client(at).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean runs(String thread) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(it -> it.getName().startsWith(thread));
    }

    @Test
    void stoppingFreesThePortAtOnceDisconnectsTheClientsAndLeavesNoThread() throws Exception {
        start(with("port", port));
        await().until(() -> serves(port));
        try (var client = client(port)) {

            broker.deactivate();

            try (var other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(other.isBound()).isTrue();
            }
            assertThat(client.closedByBroker()).isTrue();
            await().until(() -> !runs(THREAD) && !runs(NETTYS_THREAD));
        }
    }

    @Test
    void itCanBeStartedAndStoppedManyTimesOnOnePort() throws Exception {
        for (var i = 0; i < 20; i++) {
            start(with("port", port));
            await().until(() -> serves(port));
            broker.deactivate();
        }
        await().until(() -> !runs(THREAD));
    }

    @Test
    void aTakenPortIsWaitedFor() throws Exception {
        try (var other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            start(with("port", port));
            // Long enough for two attempts.
            await().during(Duration.ofMillis(800)).until(() -> runs(THREAD) && other.isBound());
        }
        await().until(() -> serves(port));
    }

    @Test
    void itCanBeStoppedWhileItWaitsForItsPort() throws Exception {
        try (var other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            start(with("port", port));
            broker.deactivate();
            await().until(() -> !runs(THREAD));
            assertThat(other.isBound()).isTrue();
        }
        assertThat(serves(port)).isFalse();
    }

    @Test
    void disabledItListensNowhere() {
        start(with("port", port, "enabled", "false"));

        assertThat(runs(THREAD)).isFalse();
        assertThat(serves(port)).isFalse();
    }

    @Test
    void itIsTurnedOffAndOnWhileItRuns() {
        start(with("port", port));
        await().until(() -> serves(port));

        broker.configure(with("port", port, "enabled", "false"));
        assertThat(serves(port)).isFalse();

        broker.configure(with("port", port, "enabled", "true"));
        await().until(() -> serves(port));
    }

    @Test
    void aWrongConfigurationLeavesTheRunningBrokerAlone() throws Exception {
        start(with("port", port));
        await().until(() -> serves(port));
        try (var client = client(port)) {

            broker.configure(with("port", "none"));
            broker.configure(with("port", freePort(), "host", "0.0.0.0"));

            client.send(RawClient.packet(0xC0));
            assertThat(client.read()).isNotNull();
        }
    }

    @Test
    void aConfigurationThatSaysTheSameLeavesTheClientsConnected() throws Exception {
        start(with("port", port));
        await().until(() -> serves(port));
        try (var client = client(port)) {

            broker.configure(with("port", "" + port, "felix.fileinstall.filename", "elsewhere"));

            client.send(RawClient.packet(0xC0));
            assertThat(client.read()).isNotNull();
        }
    }

    @Test
    void aWrongConfigurationAtTheStartIsReplacedByARightOne() {
        start(with("port", "none"));
        assertThat(runs(THREAD)).isFalse();

        broker.configure(with("port", port));

        await().until(() -> serves(port));
    }

    @Test
    void anotherPortIsTakenInsteadOfTheFirst() throws Exception {
        start(with("port", port));
        await().until(() -> serves(port));
        var otherPort = freePort();

        broker.configure(with("port", otherPort));

        await().until(() -> serves(otherPort));
        assertThat(serves(port)).isFalse();
    }
}
