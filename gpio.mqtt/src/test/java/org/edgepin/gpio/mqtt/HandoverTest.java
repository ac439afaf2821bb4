// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.logged.Logged;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens while this bundle, or the core, is replaced. */
@NeedsMosquitto
class HandoverTest {

    private final FakeGpio gpio = new FakeGpio();
    private final Logged logged = new Logged();
    private final Mosquitto broker;
    private final Client client;
    private final File memory;
    private @Nullable Gateway gateway;

    HandoverTest(@TempDir Path folder) throws Exception {
        memory = folder.resolve("memory").toFile();
        broker = new Mosquitto(folder).start();
        client = Client.on(broker);
    }

    @AfterEach
    void close() throws Exception {
        stop();
        client.close();
        broker.close();
        gpio.close();
        logged.close();
    }

    @Test
    void declaresWhatHappenedInBetween() throws Exception {
        start();
        toggle(5, 10);
        await().until(() -> tally(5).received() == 10);
        stop();

        toggle(5, 7);
        start();
        await().until(() -> tally(5).lost() == 7);
        toggle(5, 3);

        await().until(() -> tally(5).wrong(20).isEmpty());
        assertThat(tally(5).gaps()).containsExactly(Map.entry(11L, 7L));
        assertThat(client.messages())
                .anyMatch(it ->
                        it.topic().equals("edgepin/edgepin/5/gap") && it.text().contains("\"listener\""));
        var states = client.on("gpio/edgepin/5/state");
        assertThat(states.get(states.size() - 1)).isEqualTo("0");
        assertThat(logged.warnings()).isEmpty();
    }

    @Test
    void declaresNothingIfNothingHappened() throws Exception {
        start();
        toggle(5, 10);
        await().until(() -> tally(5).received() == 10);
        stop();
        start();
        toggle(5, 1);

        await().until(() -> tally(5).wrong(11).isEmpty());
        assertThat(tally(5).lost()).isZero();
    }

    @Test
    void declaresWhatHappenedBeforeTheFirstStart() throws Exception {
        toggle(5, 4);
        start();

        await().until(() -> tally(5).wrong(4).isEmpty());
        await().until(() -> client.on("gpio/edgepin/5/state").contains("0"));
        assertThat(tally(5).lost()).isEqualTo(4);
    }

    @Test
    void seesThatTheBoardHasStartedAnewInBetween() throws Exception {
        start();
        toggle(5, 10);
        await().until(() -> tally(5).received() == 10);
        stop();
        client.forget();

        gpio.restartUnheard();
        toggle(5, 3);
        start();
        await().until(() -> tally(5).lost() == 3);
        toggle(5, 2);

        await().until(() -> tally(5).wrong(5).isEmpty());
    }

    @Test
    void startsTheNumbersAnewWithTheBoard() throws Exception {
        start();
        toggle(5, 10);
        await().until(() -> tally(5).received() == 10);
        client.forget();

        gpio.board(BoardStatus.State.REMOVED);
        gpio.board(BoardStatus.State.UP);
        toggle(5, 3);

        await().until(() -> tally(5).wrong(3).isEmpty());
        assertThat(tally(5).lost()).isZero();
        assertThat(client.on("edgepin/edgepin/board").get(0)).contains("\"state\": \"removed\"");
    }

    @Test
    void publishesWhatIsQueuedBeforeItSaysOffline() throws Exception {
        start();
        toggle(5, 2_000);
        stop();

        await().until(() -> client.on("edgepin/edgepin/status").contains("offline"));
        assertThat(tally(5).wrong(2_000)).isEmpty();
        assertThat(tally(5).lost()).isZero();
    }

    @Test
    void declaresWhatCouldNotBePublishedBeforeTheEnd() throws Exception {
        start();
        toggle(5, 10);
        await().until(() -> tally(5).received() == 10);
        broker.kill();
        client.awaitEnd();
        var before = client.messages();
        toggle(5, 20);
        await().until(() -> !logged.warnings().isEmpty());
        stop();

        broker.start();
        try (var later = Client.on(broker)) {
            start();
            await().until(() -> Tally.of(5, later.messages()).lost() > 0);
            var all = new ArrayList<>(before);
            all.addAll(later.messages());
            assertThat(Tally.of(5, all).wrong(30)).isEmpty();
        }
    }

    @Test
    void makesTheBrokerForgetAPinThatWasTakenOutInBetween() {
        start();
        await().until(() -> client.on("gpio/edgepin/6/state").contains("0"));
        stop();
        gpio.configure(6, PinSettings.UNUSED);

        start();

        await().until(() -> client.on("gpio/edgepin/6/state").contains(""));
    }

    @Test
    void makesTheBrokerForgetAPinThatWasTakenOutWhileItWasAway() throws Exception {
        start();
        await().until(() -> client.on("gpio/edgepin/6/state").contains("0"));
        stop();
        broker.kill();
        gpio.configure(6, PinSettings.UNUSED);
        gateway = Gateway.of(gpio, configuration(), memory);
        await().until(() -> !logged.warnings().isEmpty());
        stop();

        broker.start();
        try (var later = Client.on(broker)) {
            start();
            await().until(() -> later.on("gpio/edgepin/6/state").contains(""));
            stop();
            later.forget();
            start();
            await().until(() -> later.on("gpio/edgepin/27/state").contains("0"));
            assertThat(later.on("gpio/edgepin/6/state")).isEmpty();
        }
    }

    @Test
    void makesTheBrokerForgetTheStatesOnceTheyAreNoLongerToBeRetained() throws Exception {
        start();
        await().until(() -> client.on("gpio/edgepin/6/state").equals(List.of("0")));
        stop();

        start(configuration().with("retain", "false"));
        await().until(() -> client.on("gpio/edgepin/6/state").equals(List.of("0", "", "0")));
        stop();
        client.forget();
        start(configuration().with("retain", "false"));
        await().until(() -> client.on("gpio/edgepin/27/state").equals(List.of("0")));
        client.publish("gpio/edgepin/6/read", "");
        await().until(() -> client.on("gpio/edgepin/6/state").equals(List.of("0", "0")));

        try (var later = Client.on(broker)) {
            await().until(() -> later.messages().contains(new Message("edgepin/edgepin/status", "online", true)));
            later.publish("gpio/edgepin/6/read", "");
            await().until(() -> !later.on("gpio/edgepin/6/state").isEmpty());
            assertThat(later.messages()).noneMatch(it -> it.topic().endsWith("/state") && it.retained());
        }
    }

    @Test
    void leavesTheMemoryToTheNextWhereABoardHangsAtTheEnd() throws Exception {
        start();
        await().until(() -> client.on("gpio/edgepin/27/state").contains("0"));
        stop();
        gpio.configure(6, PinSettings.UNUSED);
        var gate = new CountDownLatch(1);
        gpio.block(gate);
        start();
        await().until(() -> Thread.getAllStackTraces().values().stream()
                .flatMap(Stream::of)
                .anyMatch(it -> it.getClassName().equals(FakeGpio.class.getName())
                        && it.getMethodName().equals("enter")));
        stop();
        assertThat(logged.warnings()).anyMatch(it -> it.contains("does not return from a call"));
        assertThat(memory.delete()).isTrue();

        gate.countDown();

        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(it -> it.getName().equals("mqtt test pins")));
        assertThat(memory).doesNotExist();
    }

    private void start() {
        start(configuration());
    }

    private Configuration configuration() {
        return Configuration.forBroker(broker.port());
    }

    private void start(Configuration configuration) {
        var before = connects();
        gateway = Gateway.of(gpio, configuration, memory);
        await().until(() -> connects() > before);
    }

    private long connects() {
        return logged.lines().stream()
                .filter(it -> it.contains("connected to broker"))
                .count();
    }

    private void stop() {
        if (gateway != null) {
            gateway.close();
            gateway = null;
        }
    }

    private void toggle(int pin, int times) {
        for (var i = 0; i < times; i++) {
            gpio.toggle(pin);
        }
    }

    private Tally tally(int pin) {
        return Tally.of(pin, client.messages());
    }
}
