// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.edgepin.gpio.broker.RawClient.acknowledge;
import static org.edgepin.gpio.broker.RawClient.body;
import static org.edgepin.gpio.broker.RawClient.connect;
import static org.edgepin.gpio.broker.RawClient.join;
import static org.edgepin.gpio.broker.RawClient.number;
import static org.edgepin.gpio.broker.RawClient.packet;
import static org.edgepin.gpio.broker.RawClient.publish;
import static org.edgepin.gpio.broker.RawClient.subscribe;
import static org.edgepin.gpio.broker.RawClient.text;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Random;
import java.util.stream.Stream;
import org.edgepin.gpio.broker.RawClient.Packet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the standard forbids, and what a client does that has lost its connection. */
class ProtocolTest {

    private static final byte[] DATA = "1".getBytes(UTF_8);

    private Server server;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws Exception {
        server = new Server(Fixtures.settings());
        address = Fixtures.address(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawClient connected(String clientId, boolean clean) throws IOException {
        var client = new RawClient(address).send(connect(clientId, clean));
        assertThat(client.read()).extracting(Packet::first).isEqualTo(RawClient.CONNACK);
        return client;
    }

    private void assertServes() throws IOException {
        try (var client = connected("witness", true).send(subscribe("still/there", 0))) {
            assertThat(client.read()).extracting(Packet::first).isEqualTo(RawClient.SUBACK);
            client.send(publish(0, "still/there", 0, DATA));
            assertThat(client.read()).extracting(Packet::body).isEqualTo(body(text("still/there"), DATA));
        }
    }

    static Stream<Named<byte[]>> forbiddenFirst() {
        return Stream.of(
                Named.of("HTTP", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8)),
                Named.of("zeros", new byte[100]),
                Named.of("ones", packet(0xFF, new byte[] {-1, -1, -1, -1})),
                Named.of("an endless length", new byte[] {0x10, -1, -1, -1, -1, -1}),
                Named.of("PUBLISH", publish(0, "a", 0, DATA)),
                Named.of("PUBREL", acknowledge(RawClient.PUBREL, 1)),
                Named.of("SUBSCRIBE", subscribe("a", 0)),
                Named.of("another protocol", packet(0x10, text("NTTP"), new byte[] {4, 2}, number(60), text("x"))),
                Named.of("an empty CONNECT", join(packet(0x10), new byte[100])),
                Named.of(
                        "a will on a wildcard",
                        packet(
                                0x10,
                                text("MQTT"),
                                new byte[] {4, 6},
                                number(60),
                                text("x"),
                                text("a/#"),
                                text("gone"))),
                Named.of(
                        "a will of QoS 3",
                        packet(
                                0x10,
                                text("MQTT"),
                                new byte[] {4, 6 | 3 << 3},
                                number(60),
                                text("x"),
                                text("a"),
                                text("gone"))));
    }

    @ParameterizedTest
    @MethodSource("forbiddenFirst")
    void aStrangerWhoSendsThisIsDisconnected(byte[] bytes) throws Exception {
        try (var client = new RawClient(address).send(bytes)) {
            assertThat(client.closedByBroker()).isTrue();
        }
        assertServes();
    }

    static Stream<Named<byte[]>> forbiddenLater() {
        return Stream.of(
                Named.of("a second CONNECT", connect("client", true)),
                Named.of("CONNACK", packet(RawClient.CONNACK, new byte[] {0, 0})),
                Named.of("an empty topic", publish(5, "", 1, DATA)),
                Named.of("a wildcard in a topic", publish(0, "a/+", 0, DATA)),
                Named.of("U+0000 in a topic", publish(0, "a\0b", 0, DATA)),
                Named.of("Latin-1 in a topic", packet(0x30, text(new byte[] {'t', (byte) 0xFC, 'r'}), DATA)),
                Named.of("a topic of 3,000 levels", publish(0, "/".repeat(3_000), 0, DATA)),
                Named.of("QoS 3", publish(6, "a", 1, DATA)),
                Named.of("packet id 0", publish(2, "a", 0, DATA)),
                Named.of("more than max_message_bytes", publish(0, "a", 0, new byte[Fixtures.MAX_MESSAGE_BYTES])),
                Named.of("an empty filter", subscribe("", 0)),
                Named.of("a wrong filter", subscribe("a/#/b", 0)),
                Named.of("a filter of 3,000 levels", subscribe("+/".repeat(3_000), 0)),
                Named.of("SUBSCRIBE to nothing", packet(0x82, number(1))),
                Named.of("SUBSCRIBE with QoS 3", subscribe("a", 3)),
                Named.of("SUBSCRIBE with wrong flags", packet(0x80, number(1), text("a"), new byte[1])),
                Named.of("a topic longer than its packet", join(packet(0x30, number(50), DATA), new byte[100])),
                Named.of("AUTH, of MQTT 5", packet(0xF0)));
    }

    @ParameterizedTest
    @MethodSource("forbiddenLater")
    void aClientThatSendsThisIsDisconnected(byte[] bytes) throws Exception {
        try (var client = connected("client", true).send(bytes)) {
            assertThat(client.closedByBroker()).isTrue();
        }
        assertServes();
    }

    @Test
    void aThousandDamagedPacketsHurtNobodyElse() throws Exception {
        var random = new Random(7);
        var packets = new byte[][] {
            publish(1, "a/b", 0, DATA),
            publish(3, "a/b", 7, DATA),
            publish(5, "a/b", 7, DATA),
            subscribe("a/#", 2),
            packet(0xA2, number(2), text("a/#")),
            acknowledge(RawClient.PUBACK, 1),
            acknowledge(RawClient.PUBREC, 1),
            acknowledge(RawClient.PUBREL, 7),
            acknowledge(RawClient.PUBCOMP, 1),
            packet(0xC0),
            packet(0xE0)
        };
        for (var i = 0; i < 1_000; i++) {
            try (var client = new RawClient(address)) {
                client.send(connect("c" + random.nextInt(5), random.nextBoolean()));
                for (var j = random.nextInt(6); j >= 0; j--) {
                    var packet = packets[random.nextInt(packets.length)].clone();
                    packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
                    client.send(packet);
                }
            } catch (SocketException closed) {
                assertThat(closed).isNotNull(); // by the broker, as it should
            }
        }
        assertServes();
    }

    @Test
    void aMessageThatAClientSendsAgainIsDelivered() throws Exception {
        try (var subscriber = connected("subscriber", true).send(subscribe("a", 1));
                var publisher = connected("publisher", true)) {
            subscriber.read();

            publisher.send(publish(8 | 2, "a", 9, DATA));

            assertThat(publisher.read()).extracting(Packet::first).isEqualTo(RawClient.PUBACK);
            assertThat(subscriber.read()).extracting(Packet::first).isEqualTo(RawClient.PUBLISH | 2);
        }
    }

    @Test
    void aMessageOfQos2IsDeliveredOnceHoweverOftenItIsSent() throws Exception {
        try (var subscriber = connected("subscriber", true).send(subscribe("a", 0), subscribe("end", 0));
                var publisher = connected("publisher", true)) {
            subscriber.read();
            subscriber.read();

            publisher.send(publish(4, "a", 9, DATA), publish(8 | 4, "a", 9, DATA), acknowledge(RawClient.PUBREL, 9));

            assertThat(publisher.read()).extracting(Packet::first).isEqualTo(RawClient.PUBREC);
            assertThat(publisher.read()).extracting(Packet::first).isEqualTo(RawClient.PUBREC);
            assertThat(publisher.read()).extracting(Packet::first).isEqualTo(RawClient.PUBCOMP);
            publisher.send(publish(0, "end", 0, DATA));
            assertThat(subscriber.read()).extracting(Packet::body).isEqualTo(body(text("a"), DATA));
            assertThat(subscriber.read()).extracting(Packet::body).isEqualTo(body(text("end"), DATA));
        }
    }

    @Test
    void whatAClientHasNotAcknowledgedIsSentAgainWhenItReturns() throws Exception {
        try (var subscriber = connected("subscriber", false).send(subscribe("a", 2));
                var publisher = connected("publisher", true)) {
            subscriber.read();
            publisher.send(publish(4, "a", 1, DATA), publish(4, "a", 2, DATA));
            assertThat(subscriber.read()).extracting(Packet::first).isEqualTo(RawClient.PUBLISH | 4);
            assertThat(subscriber.read()).extracting(Packet::first).isEqualTo(RawClient.PUBLISH | 4);
            subscriber.send(acknowledge(RawClient.PUBREC, 1));
            assertThat(subscriber.read()).extracting(Packet::first).isEqualTo(RawClient.PUBREL);
        }

        try (var subscriber = new RawClient(address).send(connect("subscriber", false))) {
            assertThat(subscriber.read()).extracting(Packet::body).isEqualTo(body(new byte[] {1, 0}));
            assertThat(subscriber.read()).extracting(Packet::first).isEqualTo(RawClient.PUBLISH | 8 | 4);
            assertThat(subscriber.read()).extracting(Packet::body).isEqualTo(body(number(1)));
            subscriber.send(acknowledge(RawClient.PUBCOMP, 1), acknowledge(RawClient.PUBREC, 2));
            assertThat(subscriber.read()).extracting(Packet::body).isEqualTo(body(number(2)));
        }
    }

    @Test
    void aClientOfMqtt5IsToldThatItsVersionIsNotSpoken() throws Exception {
        try (var client = new RawClient(address)
                .send(packet(0x10, text("MQTT"), new byte[] {5, 2}, number(60), new byte[] {0}, text("x")))) {
            assertThat(client.read()).extracting(Packet::body).isEqualTo(body(new byte[] {0, (byte) 0x84, 0}));
            assertThat(client.closedByBroker()).isTrue();
        }
    }

    @Test
    void aClientOfMqtt31IsServed() throws Exception {
        try (var client =
                new RawClient(address).send(packet(0x10, text("MQIsdp"), new byte[] {3, 2}, number(60), text("x")))) {
            assertThat(client.read()).extracting(Packet::body).isEqualTo(body(new byte[] {0, 0}));
        }
    }

    @Test
    void aClientWithoutIdGetsOneButNoSession() throws Exception {
        try (var client = connected("", true);
                var other = connected("", true)) {
            client.send(packet(0xC0));
            other.send(packet(0xC0));
            assertThat(client.read()).extracting(Packet::first).isEqualTo(0xD0);
            assertThat(other.read()).extracting(Packet::first).isEqualTo(0xD0);
        }
        try (var client = new RawClient(address).send(connect("", false))) {
            assertThat(client.read()).extracting(Packet::body).isEqualTo(body(new byte[] {0, 2}));
        }
    }

    @Test
    void aClientThatIsSilentForLongerThanItPromisedIsDisconnected() throws Exception {
        try (var client = new RawClient(address)
                .send(packet(0x10, text("MQTT"), new byte[] {4, 2}, number(1), text("sleeper")))) {
            assertThat(client.closedByBroker()).isTrue();
        }
    }
}
