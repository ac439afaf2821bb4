// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.edgepin.gpio.broker.RawClient.connect;
import static org.edgepin.gpio.broker.RawClient.number;
import static org.edgepin.gpio.broker.RawClient.packet;
import static org.edgepin.gpio.broker.RawClient.publish;
import static org.edgepin.gpio.broker.RawClient.subscribe;
import static org.edgepin.gpio.broker.RawClient.text;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.edgepin.gpio.broker.RawClient.Packet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients see, with the Paho client that the gateway uses. */
class MqttTest {

    private final List<MqttClient> clients = new ArrayList<>();
    private Server server;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws Exception {
        start(Fixtures.settings());
    }

    private void start(Settings settings) throws Exception {
        server = new Server(settings);
        address = Fixtures.address(server);
    }

    @AfterEach
    void stop() throws MqttException {
        for (var it : clients) {
            it.disconnectForcibly(0, 1, false);
            it.close();
        }
        server.close();
    }

    private MqttClient client(String clientId, MqttConnectOptions options) throws MqttException {
        var client =
                new MqttClient("tcp://" + NetUtil.toSocketAddressString(address), clientId, new MemoryPersistence());
        clients.add(client);
        options.setMaxInflight(1_000);
        client.connect(options);
        return client;
    }

    private MqttClient client(String clientId) throws MqttException {
        return client(clientId, new MqttConnectOptions());
    }

    private static MqttConnectOptions keepingTheSession() {
        var options = new MqttConnectOptions();
        options.setCleanSession(false);
        return options;
    }

    private static BlockingQueue<String> subscription(MqttClient client, String filter, int qos) throws MqttException {
        var messages = new LinkedBlockingQueue<String>();
        client.subscribe(filter, qos, (topic, it) -> messages.add(line(topic, it.getPayload(), it.isRetained())));
        return messages;
    }

    private static String line(String topic, byte[] payload, boolean retained) {
        return topic + " " + new String(payload, UTF_8) + (retained ? " retained" : "");
    }

    private static String next(BlockingQueue<String> messages) throws InterruptedException {
        var next = messages.poll(1, TimeUnit.MINUTES);
        assertThat(next).as("a message").isNotNull();
        return next;
    }

    private static void publishText(MqttClient client, String topic, String payload, int qos, boolean retained)
            throws MqttException {
        client.publish(topic, payload.getBytes(UTF_8), qos, retained);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void messagesArriveInOrderWithEachQos(int qos) throws Exception {
        var messages = subscription(client("subscriber"), "gpio/+/+/state", qos);
        var publisher = client("publisher");

        for (var i = 0; i < 200; i++) {
            publishText(publisher, "gpio/edgepin/27/state", "" + i, qos, false);
        }

        for (var i = 0; i < 200; i++) {
            assertThat(next(messages)).isEqualTo("gpio/edgepin/27/state " + i);
        }
        assertThat(messages).isEmpty();
    }

    @Test
    void aClientGetsAMessageOnceThoughSeveralSubscriptionsMatch() throws Exception {
        var subscriber = client("subscriber");
        var all = new LinkedBlockingQueue<String>();
        subscriber.setCallback(new Collector(all));
        subscriber.subscribe(new String[] {"gpio/#", "gpio/edgepin/+/state", "end"}, new int[] {0, 1, 0});

        publishText(subscriber, "gpio/edgepin/27/state", "1", 1, false);
        publishText(subscriber, "end", "", 0, false);

        assertThat(next(all)).isEqualTo("gpio/edgepin/27/state 1");
        assertThat(next(all)).isEqualTo("end ");
    }

    @Test
    void afterUnsubscribingNothingArrives() throws Exception {
        var subscriber = client("subscriber");
        var left = subscription(subscriber, "a", 1);
        var kept = subscription(subscriber, "b", 1);
        subscriber.unsubscribe("a");

        publishText(subscriber, "a", "1", 1, false);
        publishText(subscriber, "b", "1", 1, false);

        assertThat(next(kept)).isEqualTo("b 1");
        assertThat(left).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aRetainedMessageReachesLaterSubscribersUntilItIsCleared(int qos) throws Exception {
        var publisher = client("publisher");
        publishText(publisher, "state", "0", qos, true);
        publishText(publisher, "state", "1", qos, true);
        publishText(publisher, "event", "1", qos, false);

        var messages = subscription(client("early"), "#", 2);
        assertThat(next(messages)).isEqualTo("state 1 retained");
        publishText(publisher, "state", "", qos, true);
        assertThat(next(messages)).as("live, so without the flag").isEqualTo("state ");

        var later = subscription(client("late"), "#", 2);
        publishText(publisher, "end", "", 0, false);
        assertThat(next(later)).isEqualTo("end ");
    }

    @Test
    void theLastWillIsPublishedAndRetainedWhenAClientVanishes() throws Exception {
        var messages = subscription(client("subscriber"), "online", 1);
        var vanishing = new RawClient(address)
                .send(packet(
                        0x10,
                        text("MQTT"),
                        new byte[] {4, 2 | 4 | 1 << 3 | 0x20},
                        number(60),
                        text("vanishing"),
                        text("online"),
                        text("offline")));
        vanishing.read();

        vanishing.close();

        assertThat(next(messages)).isEqualTo("online offline");
        assertThat(next(subscription(client("late"), "online", 1))).isEqualTo("online offline retained");
    }

    @Test
    void aClientThatSaysGoodbyeHasNoLastWill() throws Exception {
        var subscriber = client("subscriber");
        var messages = subscription(subscriber, "#", 1);
        var options = new MqttConnectOptions();
        options.setWill("online", "offline".getBytes(UTF_8), 1, true);

        client("leaving", options).disconnect();

        publishText(subscriber, "end", "", 0, false);
        assertThat(next(messages)).isEqualTo("end ");
    }

    @Test
    void aClientThatReturnsGetsWhatItMissedAndKeepsItsSubscriptions() throws Exception {
        var away = client("away", keepingTheSession());
        away.subscribe("a", 1);
        away.disconnect();
        var publisher = client("publisher");
        publishText(publisher, "a", "lost, as it was of QoS 0", 0, false);
        publishText(publisher, "a", "1", 1, false);
        publishText(publisher, "a", "2", 2, false);

        var messages = new LinkedBlockingQueue<String>();
        away.setCallback(new Collector(messages));
        away.connect(keepingTheSession());

        assertThat(next(messages)).isEqualTo("a 1");
        assertThat(next(messages)).isEqualTo("a 2");
        publishText(publisher, "a", "3", 0, false);
        assertThat(next(messages)).isEqualTo("a 3");
    }

    @Test
    void aCleanSessionForgets() throws Exception {
        client("client", keepingTheSession()).subscribe("a", 1);
        var again = client("client");
        var forgotten = new LinkedBlockingQueue<String>();
        again.setCallback(new Collector(forgotten));
        var wanted = subscription(again, "b", 1);

        publishText(again, "a", "1", 1, false);
        publishText(again, "b", "1", 1, false);

        assertThat(next(wanted)).isEqualTo("b 1");
        assertThat(forgotten).isEmpty();
    }

    @Test
    void aSecondClientWithTheSameIdTakesTheFirstOnesPlace() throws Exception {
        var first = client("same");
        var second = client("same");

        await().until(() -> !first.isConnected());
        assertThat(second.isConnected()).isTrue();
    }

    @Test
    void aMessageOverTheLimitCostsTheSenderItsConnectionAndReachesNobody() throws Exception {
        var subscriber = client("subscriber");
        var messages = subscription(subscriber, "#", 1);
        var publisher = client("publisher");

        assertThatThrownBy(() -> publisher.publish("big", new byte[Fixtures.MAX_MESSAGE_BYTES], 1, true))
                .isInstanceOf(MqttException.class);

        publishText(subscriber, "end", "", 0, false);
        assertThat(next(messages)).isEqualTo("end ");
    }

    @Test
    void tooManyClientsAreRefusedAndThoseAwayMakeRoom() throws Exception {
        server.close();
        start(Fixtures.settings(2, 65_536, 65_536));
        client("here");
        client("away", keepingTheSession()).disconnect();

        client("new");

        assertThatThrownBy(() -> client("one too many"))
                .isInstanceOfSatisfying(MqttException.class, it -> assertThat(it.getReasonCode())
                        .isEqualTo(MqttException.REASON_CODE_BROKER_UNAVAILABLE));
    }

    @Test
    void aClientThatIsAwayGetsTheFirstMessagesUpToTheBound() throws Exception {
        server.close();
        start(Fixtures.settings(5, 8_192, 65_536));
        var away = client("away", keepingTheSession());
        away.subscribe(new String[] {"a", "end"}, new int[] {1, 1});
        away.disconnect();
        var publisher = client("publisher");
        for (var i = 0; i < 200; i++) {
            publishText(publisher, "a", "" + i, 1, false);
        }

        var messages = new LinkedBlockingQueue<String>();
        away.setCallback(new Collector(messages));
        away.connect(keepingTheSession());

        var all = new ArrayList<String>();
        await().until(() -> {
            // Lost too, until there is room.
            publishText(publisher, "end", "", 1, false);
            messages.drainTo(all);
            return all.contains("end ");
        });
        var got = all.indexOf("end ");
        assertThat(got).isBetween(20, 60);
        for (var i = 0; i < got; i++) {
            assertThat(all.get(i)).isEqualTo("a " + i);
        }
    }

    @Test
    void retainedMessagesTakeNoMoreThanTheBoundAndOthersAreStillDelivered() throws Exception {
        var publisher = client("publisher");
        var kilobyte = "x".repeat(1_000);
        for (var i = 0; i < 100; i++) {
            publishText(publisher, "a/" + i, kilobyte, 1, true);
        }

        var messages = subscription(client("subscriber"), "#", 0);
        publishText(publisher, "end", "", 0, false);

        var all = new ArrayList<String>();
        await().until(() -> {
            messages.drainTo(all);
            return all.contains("end ");
        });
        assertThat(all).hasSizeBetween(30, 65);
    }

    @Test
    void subscriptionsTakeNoMoreThanTheBound() throws Exception {
        var subscriber = client("subscriber");

        assertThatThrownBy(() -> {
                    for (var i = 0; i < 1_000; i++) {
                        subscriber.subscribe("a/" + i, 0);
                    }
                })
                .isInstanceOf(MqttException.class);

        var messages = subscription(client("other"), "end", 0);
        publishText(subscriber, "end", "", 0, false);
        assertThat(next(messages)).isEqualTo("end ");
    }

    @Test
    void aSubscriberThatNeverReadsHoldsUpNobody() throws Exception {
        try (var stuck = new RawClient(address).send(connect("stuck", true), subscribe("#", 0))) {
            var messages = subscription(client("subscriber"), "a", 1);
            var publisher = client("publisher");
            var kilobytes = new byte[Fixtures.MAX_MESSAGE_BYTES - 100];

            // More than the sockets' buffers take.
            for (var i = 0; i < 4_000; i++) {
                publisher.publish("big", kilobytes, 0, false);
            }
            publishText(publisher, "a", "1", 1, false);

            assertThat(next(messages)).isEqualTo("a 1");
            assertThat(stuck.read()).extracting(Packet::first).isEqualTo(RawClient.CONNACK);
        }
    }

    @Test
    void aClientThatSendsMuchBeforeItReadsGetsAllAnswers() throws Exception {
        try (var greedy = new RawClient(address).send(connect("greedy", true))) {
            var pings = new byte[200_000];
            IntStream.range(0, pings.length / 2).forEach(i -> pings[2 * i] = (byte) 0xC0);
            greedy.send(pings);

            for (var i = 0; i < pings.length / 2; i++) {
                greedy.read();
            }
            assertThat(greedy.read()).extracting(Packet::first).isEqualTo(0xD0);
        }
    }

    @Test
    void manyClientsExchangeMessagesAtOnce() throws Exception {
        var received = new ArrayList<BlockingQueue<String>>();
        for (var i = 0; i < 8; i++) {
            received.add(subscription(client("subscriber" + i), "a/#", 1));
        }
        var publishers = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> publishMany(i), "publisher " + i))
                .toList();
        publishers.forEach(Thread::start);
        for (var it : publishers) {
            it.join();
        }

        for (var it : received) {
            await().until(() -> it.size() == 1_000);
        }
    }

    private void publishMany(int number) {
        try (var publisher = new RawClient(address).send(connect("raw" + number, true))) {
            for (var i = 1; i <= 250; i++) {
                publisher.send(publish(2, "a/" + number, i, new byte[10]));
                publisher.read();
            }
            publisher.read();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
