// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.edgepin.gpio.mqtt.FakeGpio.pin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.logged.Logged;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsMosquitto
class BrokerOutageTest {

    private final FakeGpio gpio = new FakeGpio();
    private final Logged logged = new Logged();
    private final Mosquitto broker;
    private @Nullable Gateway gateway;
    private @Nullable Client client;

    BrokerOutageTest(@TempDir Path folder) throws Exception {
        broker = new Mosquitto(folder);
    }

    @AfterEach
    void close() throws Exception {
        if (client != null) {
            client.close();
        }
        broker.close();
        if (gateway != null) {
            gateway.close();
        }
        gpio.close();
        logged.close();
    }

    @Test
    void losesNothingUndeclaredWhenTheBrokerIsKilledInAStreamOfEdges() throws Exception {
        broker.withUser("gateway", "right").start();
        connect(configuration().with("user", "gateway").with(".password", "right"));
        var seen = new ArrayList<Message>();
        var stream = Executors.newSingleThreadScheduledExecutor();
        try {
            var toggling = stream.scheduleAtFixedRate(this::toggle, 0, 500, TimeUnit.MICROSECONDS);
            for (var kill = 1; kill <= 3; kill++) {
                awaitEdges(1_000);
                broker.kill();
                client().awaitEnd();
                awaitEdges(200);
                seen.addAll(client().messages());
                client().close();
                // whoever counts must be there first
                broker.withUser("gateway", "wrong").start();
                client = Client.on(broker);
                broker.withUser("gateway", "right");
                await().until(() -> client().on("edgepin/edgepin/status").contains("online"));
            }
            toggling.cancel(false);
        } finally {
            stream.shutdown();
            assertThat(stream.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            for (var number : List.of(5, 6)) {
                var tally = Tally.of(number, all(seen));
                assertThat(tally.wrong(gpio.sequence(number))).isEmpty();
                assertThat(tally.received() + tally.lost()).isEqualTo(gpio.sequence(number));
            }
        });
        for (var number : List.of(5, 6)) {
            var states = client().on("gpio/edgepin/" + number + "/state");
            assertThat(states.get(states.size() - 1)).isEqualTo(gpio.level(number) == Level.HIGH ? "1" : "0");
        }
        client().publish("gpio/edgepin/27/write", "1");
        await().until(() -> client().on("gpio/edgepin/27/state").contains("1"));
        assertThat(logged.warnings()).hasSize(3).allMatch(it -> it.contains("cannot use broker"));
        assertThat(logged.lines().stream().filter(it -> it.contains("is back after")))
                .hasSize(3);
    }

    private void configureAndAwaitLook(int pin, PinSettings settings) {
        var before = gpio.looks(pin);
        gpio.configure(pin, settings);
        await().until(() -> gpio.looks(pin) > before);
    }

    private void toggle() {
        gpio.toggle(5);
        gpio.toggle(6);
    }

    private void awaitEdges(int count) {
        var before = gpio.sequence(5);
        await().until(() -> gpio.sequence(5) > before + count);
    }

    @Test
    void keepsTheNewestEdgesAndDeclaresTheOthersWhileTheBrokerIsAway() throws Exception {
        broker.start();
        connect(configuration().with("queue_size", "50"));
        broker.kill();
        client().close();
        gpio.toggle(6);
        gpio.write(pin(27), Level.HIGH);
        for (var i = 0; i < 500; i++) {
            gpio.toggle(5);
        }
        await().until(() -> logged.warnings().stream().anyMatch(it -> it.contains("edges are lost from")));

        receiveAfterRestart();
        await().until(() -> Tally.of(5, client().messages()).wrong(500).isEmpty());
        await().until(() -> client().on("gpio/edgepin/27/state").contains("1"));
        await().until(() -> client().on("gpio/edgepin/6/state").contains("1"));

        var messages = client().messages();
        var tally = Tally.of(5, messages);
        assertThat(tally.received()).isEqualTo(50);
        assertThat(tally.gaps()).containsExactly(Map.entry(1L, 450L));
        assertThat(Tally.of(6, messages).gaps()).containsExactly(Map.entry(1L, 1L));
        assertThat(Tally.of(27, messages).gaps()).containsExactly(Map.entry(1L, 1L));
        var order = messages.stream()
                .map(Message::topic)
                .filter(it -> it.startsWith("edgepin/") && !it.endsWith("status") && !it.endsWith("board"))
                .toList();
        assertThat(order.subList(0, 3)).allMatch(it -> it.endsWith("/gap"));
        assertThat(order.subList(3, 53)).allMatch(it -> it.equals("edgepin/edgepin/5/edge"));
        await().until(() -> logged.lines().stream().anyMatch(it -> it.contains("no more edges wait, 452 were lost")));
    }

    @Test
    void connectsToABrokerThatComesLater() throws Exception {
        gateway = Gateway.of(gpio, configuration());
        await().until(() -> logged.warnings().size() == 1);
        gpio.toggle(5);

        receiveAfterRestart();

        await().until(() -> Tally.of(5, client().messages()).wrong(1).isEmpty());
        await().until(() -> client().on("gpio/edgepin/27/state").contains("0"));
        assertThat(logged.warnings())
                .containsExactly("mqtt test: cannot use broker tcp://127.0.0.1:" + broker.port()
                        + ", still trying: Connection refused");
        assertThat(logged.showsAStackTrace()).isFalse();
    }

    @Test
    void repeatsNoCommandThatWasGivenWhileItWasAway() throws Exception {
        broker.start();
        connect(configuration());
        gateway().close();
        gateway = null;
        client().publish("gpio/edgepin/27/write", "1");

        gateway = Gateway.of(gpio, configuration());
        await().until(() -> client().on("edgepin/edgepin/status").contains("online"));
        client().forget();
        client().publish("gpio/edgepin/27/read", "");

        await().until(() -> client().on("gpio/edgepin/27/state").contains("0"));
        assertThat(gpio.sequence(27)).isZero();
    }

    @Test
    void keepsTheStateOfAPinThatWasTakenOutAndPutBackWhileItWasAway() throws Exception {
        broker.start();
        client = Client.on(broker);
        gateway = Gateway.of(gpio, configuration().with("state_on_connect", "false"));
        await().until(() -> !client().on("edgepin/edgepin/board").isEmpty());
        await().until(() -> gpio.looks(27) > 0);
        broker.kill();
        client().close();
        await().until(() -> !logged.warnings().isEmpty());
        configureAndAwaitLook(6, PinSettings.UNUSED);
        configureAndAwaitLook(6, new PinSettings.Input(Bias.AS_IS));
        gpio.toggle(6);
        for (var i = 0; i < 20; i++) {
            gpio.toggle(5);
        }

        receiveAfterRestart();
        await().until(() -> Tally.of(5, client().messages()).wrong(20).isEmpty());
        // what is published from now on comes after all that was queued
        client().publish("gpio/edgepin/27/read", "");
        await().until(() -> client().on("gpio/edgepin/27/state").contains("0"));

        try (var later = Client.on(broker)) {
            later.publish("end", "");
            await().until(() -> !later.on("end").isEmpty());
            assertThat(later.on("gpio/edgepin/6/state")).containsExactly("1");
        }
    }

    private Configuration configuration() {
        return Configuration.forBroker(broker.port());
    }

    private void connect(Configuration configuration) throws Exception {
        client = Client.on(broker);
        gateway = Gateway.of(gpio, configuration);
        await().until(() -> client().on("gpio/edgepin/27/state").contains("0"));
        await().until(() -> client().on("gpio/edgepin/5/state").contains("0"));
        await().until(() -> client().on("gpio/edgepin/6/state").contains("0"));
    }

    /** Sees to it that the client is there before the gateway. */
    private void receiveAfterRestart() throws Exception {
        broker.start();
        client = Client.on(broker);
        await().until(() -> client().on("edgepin/edgepin/status").contains("online"));
    }

    private List<Message> all(List<Message> before) {
        var all = new ArrayList<>(before);
        all.addAll(client().messages());
        return all;
    }

    private Client client() {
        return Objects.requireNonNull(client);
    }

    private Gateway gateway() {
        return Objects.requireNonNull(gateway);
    }
}
