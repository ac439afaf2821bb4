// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.edgepin.gpio.mqtt.FakeGpio.pin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.GpioHardwareException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.logged.Logged;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsMosquitto
class CommandsTest {

    private static final String STATE = "gpio/edgepin/27/state";
    private static final String ERROR = "gpio/edgepin/error";

    private final FakeGpio gpio = new FakeGpio();
    private final Logged logged = new Logged();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Mosquitto broker;
    private final Client client;
    private @Nullable Gateway gateway;

    CommandsTest(@TempDir Path folder) throws Exception {
        broker = new Mosquitto(folder).start();
        client = Client.on(broker);
    }

    @BeforeEach
    void nothingIsRetained() {
        assertThat(client.messages()).isEmpty();
    }

    @AfterEach
    void close() throws Exception {
        gate.countDown();
        if (gateway != null) {
            gateway.close();
        }
        client.close();
        broker.close();
        gpio.close();
        logged.close();
    }

    @Test
    void saysWhatTheStatesAreOnConnect() throws Exception {
        gpio.outside(5, Level.HIGH);
        gateway = greeted();
        assertThat(client.messages())
                .contains(
                        new Message("gpio/edgepin/5/state", "1", false),
                        new Message("gpio/edgepin/6/state", "0", false),
                        new Message("gpio/edgepin/27/state", "0", false),
                        new Message("edgepin/edgepin/status", "online", false))
                .noneMatch(it -> it.topic().equals("gpio/edgepin/22/state"));

        try (var later = Client.on(broker)) {
            await().until(() -> later.messages().size() >= 8);
            assertThat(later.messages())
                    .contains(
                            new Message("gpio/edgepin/5/state", "1", true),
                            new Message("edgepin/edgepin/status", "online", true))
                    .anySatisfy(it -> assertThat(it.text())
                            .startsWith("{\"board\": \"main\", \"model\": \"Raspberry Pi\", \"simulated\": true,"
                                    + " \"state\": \"up\""));
        }
    }

    @Test
    void answersAWriteWithTheStateOnce() throws Exception {
        gateway = connected();
        client.publish("gpio/edgepin/27/write", "1");
        await().until(() -> client.on(STATE).size() >= 1);
        client.publish("gpio/edgepin/8/write", "\"1\"");
        await().until(() -> client.on("gpio/edgepin/8/state").size() >= 1);

        assertThat(client.on(STATE)).containsExactly("1");
        assertThat(client.on("edgepin/edgepin/27/edge"))
                .singleElement()
                .asString()
                .startsWith("{\"pin\": \"main/27\", \"level\": 1, \"sequence\": 1, \"time\": \"");
        assertThat(gpio.level(27)).isEqualTo(Level.HIGH);
    }

    @Test
    void answersAWriteThatChangesNothing() throws Exception {
        gateway = connected();
        client.publish("gpio/edgepin/27/write", "0");
        await().until(() -> client.on(STATE).equals(List.of("0")));
        client.publish("gpio/edgepin/27/write", "0");
        await().until(() -> client.on(STATE).equals(List.of("0", "0")));

        assertThat(client.on("edgepin/edgepin/27/edge")).isEmpty();
    }

    @Test
    void answersAReadOfAnInputAndOfAnOutput() throws Exception {
        gateway = connected();
        client.publish("gpio/edgepin/6/read", "");
        client.publish("gpio/edgepin/27/read", "Hello from GPIO 27!");

        await().until(() -> client.on("gpio/edgepin/6/state").equals(List.of("0")));
        await().until(() -> client.on(STATE).equals(List.of("0")));
    }

    @Test
    void saysEachEdgeOnceAndInItsOrderWhoeverMadeIt() throws Exception {
        gateway = connected();
        for (var i = 0; i < 500; i++) {
            gpio.toggle(5);
        }
        gpio.write(pin(27), Level.HIGH);

        await().until(() -> client.on("gpio/edgepin/5/state").size() >= 500);
        await().until(() -> client.on(STATE).equals(List.of("1")));
        assertThat(client.on("gpio/edgepin/5/state"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 500)
                        .mapToObj(it -> "" + it % 2)
                        .toList());
        assertThat(sequences(5))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 500).mapToObj(it -> "" + it).toList());
    }

    @Test
    void saysNoOlderStateAfterANewerOneHoweverItIsAsked() throws Exception {
        gateway = connected();
        for (var i = 0; i < 300; i++) {
            gpio.toggle(5);
            client.publish("gpio/edgepin/5/read", "");
        }

        await().until(() -> sequences(5).size() == 300);
        client.publish("gpio/edgepin/6/read", "");
        await().until(() -> !client.on("gpio/edgepin/6/state").isEmpty());
        var states = client.on("gpio/edgepin/5/state");
        assertThat(states.size()).isGreaterThanOrEqualTo(300);
        assertThat(states.get(states.size() - 1)).isEqualTo("0");
        // an answer may repeat a state, but each change is there once
        var changes = IntStream.range(0, states.size())
                .filter(it -> it == 0 || !states.get(it).equals(states.get(it - 1)))
                .count();
        assertThat(changes).isEqualTo(300);
    }

    @Test
    void refusesToWriteAnInputInTheDocumentedWords() throws Exception {
        gateway = connected();
        client.publish("gpio/edgepin/5/write", "1");

        await().until(() -> !client.on(ERROR).isEmpty());
        assertThat(client.on(ERROR))
                .containsExactly("{\"topic\": \"gpio/edgepin/5/write\", \"error\": \"Invalid GPIO operation\","
                        + " \"long_description\": \"GPIO 5 is configured as an INPUT GPIO."
                        + " Write operations are not permitted.\"}");
        assertThat(client.messages()).noneMatch(it -> it.topic().equals("gpio/edgepin/5/state"));
    }

    @Test
    void doesNotCallAPinAnInputThatItsBoardCouldNotConfigure() throws Exception {
        gateway = connected();
        gpio.fail(new PinCapabilityException(pin(27), "differs too much from the others"));
        client.publish("gpio/edgepin/27/read", "");
        client.publish("gpio/edgepin/27/write", "1");

        await().until(() -> client.on(ERROR).size() == 2);
        assertThat(client.on(ERROR).get(0)).contains("GPIO 27 cannot be read: main/27: differs too much");
        assertThat(client.on(ERROR).get(1)).contains("GPIO 27 cannot be written: main/27: differs too much");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void takesAndAnswersACommandWithEachQualityOfService(int qos) throws Exception {
        gateway = Gateway.of(gpio, Configuration.forBroker(broker.port()).with("qos", qos));
        await().until(() -> client.on("edgepin/edgepin/status").contains("online"));
        await().until(() -> client.on(STATE).equals(List.of("0")));
        client.forget();
        var paho = new MqttClient("tcp://127.0.0.1:" + broker.port(), "paho", new MemoryPersistence());
        paho.connect();
        for (var published = 0; published <= 2; published++) {
            paho.publish("gpio/edgepin/27/write", "1".getBytes(UTF_8), published, false);
        }
        gpio.toggle(5);

        await().until(() -> client.on(STATE).equals(List.of("1", "1", "1")));
        await().until(() -> client.on("edgepin/edgepin/5/edge").size() == 1);
        assertThat(gpio.sequence(27)).isEqualTo(1);
        paho.disconnect();
        paho.close();
    }

    @Test
    void saysOfAPinThatIsNotUsedThatItIsNotConfigured() throws Exception {
        gateway = connected();
        client.publish("gpio/edgepin/22/write", "1");
        client.publish("gpio/edgepin/22/read", "");
        client.publish("gpio/edgepin/99/read", "");

        await().until(() -> client.on(ERROR).size() == 3);
        assertThat(client.on(ERROR))
                .allMatch(it -> it.contains("\"error\": \"Invalid GPIO operation\""))
                .anyMatch(it -> it.contains("gpio/edgepin/22/write") && it.contains("GPIO 22 is not configured."))
                .anyMatch(it -> it.contains("gpio/edgepin/22/read") && it.contains("GPIO 22 is not configured."))
                .anyMatch(it -> it.contains("gpio/edgepin/99/read") && it.contains("GPIO 99 is not configured."));
    }

    @Test
    void refusesAWrongPinAndAWrongValue() throws Exception {
        gateway = connected();
        client.publish("gpio/edgepin/abc/write", "1");
        client.publish("gpio/edgepin/27/write", "on");

        await().until(() -> client.on(ERROR).size() == 2);
        assertThat(client.on(ERROR).get(0)).contains("Invalid GPIO number");
        assertThat(client.on(ERROR).get(1)).contains("Invalid GPIO value");
        assertThat(gpio.sequence(27)).isZero();
    }

    @Test
    void refusesARetainedCommand() throws Exception {
        client.publish("gpio/edgepin/27/write", new byte[] {'1'}, true);
        client.publish("gpio/edgepin/8/read", new byte[] {'1'}, true);
        await().until(() -> client.messages().size() == 2);

        gateway = greeted();
        await().until(() -> client.on(ERROR).size() == 2);
        assertThat(client.on(ERROR)).allMatch(it -> it.contains("Retained GPIO command"));
        assertThat(gpio.level(27)).isEqualTo(Level.LOW);
        client.publish("gpio/edgepin/27/write", new byte[0], true);
        client.publish("gpio/edgepin/8/read", new byte[0], true);
    }

    @Test
    void saysOfflineAtACleanStop() throws Exception {
        gateway = connected();
        gateway.close();

        await().until(() -> client.on("edgepin/edgepin/status").equals(List.of("offline")));
        try (var later = Client.on(broker)) {
            await().until(() -> later.messages().contains(new Message("edgepin/edgepin/status", "offline", true)));
        }
    }

    @Test
    void letsTheBrokerSayOfflineIfItDies() throws Exception {
        gateway = connected();
        // a second client of its name: the broker drops the first, as it would a dead one
        var thief = new MqttClient("tcp://127.0.0.1:" + broker.port(), "edgepin-edgepin-main", new MemoryPersistence());
        thief.connect();

        await().until(() -> client.on("edgepin/edgepin/status").contains("offline"));
        thief.disconnectForcibly(0, 100);
        thief.close(true);
        await().until(() -> lastOf(client.on("edgepin/edgepin/status")).equals("online"));
    }

    @Test
    void seesNothingButTheConnectorIfSoConfigured() throws Exception {
        var old = Configuration.forBroker(broker.port())
                .with("qos", "0")
                .with("retain", "false")
                .with("state_on_connect", "false")
                .with("event_topics", "false")
                .with("status_topic", "");
        gateway = Gateway.of(gpio, old);
        await().until(() -> {
            client.publish("gpio/edgepin/6/read", "");
            return client.messages().contains(new Message("gpio/edgepin/6/state", "0", false));
        });
        client.forget();
        gpio.toggle(5);
        client.publish("gpio/edgepin/27/write", "1");

        await().until(() -> client.on(STATE).equals(List.of("1")));
        await().until(() -> client.on("gpio/edgepin/5/state").equals(List.of("1")));
        assertThat(client.messages())
                .extracting(Message::topic)
                .isSubsetOf(
                        "gpio/edgepin/27/write",
                        STATE,
                        "gpio/edgepin/5/state",
                        "gpio/edgepin/6/read",
                        "gpio/edgepin/6/state");
        try (var later = Client.on(broker)) {
            later.publish("end", "");
            await().until(() -> !later.messages().isEmpty());
            assertThat(later.messages()).noneMatch(Message::retained);
        }
    }

    @Test
    void saysThatTheBoardIsAwayAndPublishesTheStatesWhenItIsBack() throws Exception {
        gateway = connected();
        gpio.board(BoardStatus.State.AWAY);
        client.publish("gpio/edgepin/27/write", "1");

        await().until(() -> !client.on(ERROR).isEmpty());
        assertThat(client.on(ERROR).get(0))
                .contains("\"GPIO board away\"", "GPIO 27 cannot be written: main: board is away, unplugged");
        assertThat(client.on("edgepin/edgepin/board").get(0))
                .contains("\"state\": \"away\"", "\"problem\": \"unplugged\"");

        gpio.board(BoardStatus.State.UP);
        await().until(() -> client.on(STATE).equals(List.of("0")));
        await().until(() -> client.on("gpio/edgepin/5/state").equals(List.of("0")));
        assertThat(client.on("edgepin/edgepin/board").get(1)).contains("\"state\": \"up\"");
    }

    @Test
    void saysThatTheHardwareHasFailed() throws Exception {
        gateway = connected();
        gpio.fail(new GpioHardwareException("cannot write main/27", new IOException("no acknowledge")));
        client.publish("gpio/edgepin/27/write", "1");
        await().until(() -> !client.on(ERROR).isEmpty());
        gpio.fail(null);

        assertThat(client.on(ERROR).get(0)).contains("\"GPIO hardware failure\"", "no acknowledge");
        client.publish("gpio/edgepin/27/write", "1");
        await().until(() -> client.on(STATE).equals(List.of("1")));
    }

    @Test
    void goesOnAfterADefectOfABoard() throws Exception {
        gateway = connected();
        gpio.defect(new IllegalStateException("a bug"));
        client.publish("gpio/edgepin/27/write", "1");
        client.publish("gpio/edgepin/27/write", "1");
        await().until(() -> client.on(ERROR).size() == 2);
        gpio.defect(null);

        assertThat(client.on(ERROR)).allMatch(it -> it.contains("see the gateway's log"));
        client.publish("gpio/edgepin/27/write", "1");
        await().until(() -> client.on(STATE).equals(List.of("1")));
    }

    @Test
    void saysThatNobodyHasConfiguredItsBoard() throws Exception {
        gateway = Gateway.of(gpio, Configuration.forBroker(broker.port()).with("board", "mian"));
        await().until(() -> !client.on("edgepin/edgepin/board").isEmpty());
        client.publish("gpio/edgepin/27/read", "");

        await().until(() -> !client.on(ERROR).isEmpty());
        assertThat(client.on(ERROR).get(0)).contains("GPIO 27 is not configured.");
        assertThat(client.on("edgepin/edgepin/board").get(0))
                .contains("\"board\": \"mian\"", "\"state\": \"removed\"", "no board of this name is configured");
    }

    @Test
    void makesTheBrokerForgetAPinThatIsNoLongerUsed() throws Exception {
        gateway = connected();
        gpio.configure(6, PinSettings.UNUSED);
        await().until(() -> client.on("gpio/edgepin/6/state").equals(List.of("")));
        gpio.configure(22, new PinSettings.Input(Bias.PULL_UP));
        await().until(() -> client.on("gpio/edgepin/22/state").equals(List.of("0")));

        try (var later = Client.on(broker)) {
            later.publish("end", "");
            await().until(() -> !later.on("end").isEmpty());
            assertThat(later.messages())
                    .contains(new Message("gpio/edgepin/22/state", "0", true))
                    .noneMatch(it -> it.topic().equals("gpio/edgepin/6/state"));
        }
    }

    @Test
    void saysTheStateAfterALossOfTheHardware() throws Exception {
        gateway = connected();
        gpio.lose(5, 7, Level.HIGH);

        await().until(() -> client.on("gpio/edgepin/5/state").equals(List.of("1")));
        assertThat(client.on("edgepin/edgepin/5/gap"))
                .singleElement()
                .asString()
                .startsWith("{\"pin\": \"main/5\", \"first\": 1, \"lost\": 7, \"place\": \"hardware\"");
    }

    @Test
    void refusesWhatABoardThatHangsCannotDoAndStillTellsEdges() throws Exception {
        gateway = connected();
        gpio.block(gate);
        for (var i = 0; i < PinAccess.COMMANDS + 100; i++) {
            client.publish("gpio/edgepin/8/read", "");
        }

        await().until(() -> client.on(ERROR).size() >= 99);
        assertThat(client.on(ERROR))
                .allMatch(it -> it.contains("\"GPIO command dropped\"")
                        && it.contains(PinAccess.COMMANDS + " commands are waiting already."));
        gpio.toggle(5);
        await().until(() -> client.on("gpio/edgepin/5/state").equals(List.of("1")));

        gate.countDown();
        await().until(() -> client.on("gpio/edgepin/8/state").size() >= PinAccess.COMMANDS);
        assertThat(client.on(ERROR).size() + client.on("gpio/edgepin/8/state").size())
                .isEqualTo(PinAccess.COMMANDS + 100);
        assertThat(logged.warnings()).hasSize(1);
    }

    /** Returns a gateway that has said all that it says on connect. */
    private Gateway greeted() {
        var greeting = Gateway.of(gpio, Configuration.forBroker(broker.port()));
        await().until(() -> client.messages().stream()
                        .filter(it -> it.topic().endsWith("/state"))
                        .count()
                >= 6);
        return greeting;
    }

    /** The same, and forgets it. */
    private Gateway connected() {
        var connected = greeted();
        client.forget();
        return connected;
    }

    private List<String> sequences(int number) {
        return client.on("edgepin/edgepin/" + number + "/edge").stream()
                .map(it -> it.replaceAll(".*sequence\": (\\d+).*", "$1"))
                .toList();
    }

    private static String lastOf(List<String> texts) {
        return texts.isEmpty() ? "" : texts.get(texts.size() - 1);
    }
}
