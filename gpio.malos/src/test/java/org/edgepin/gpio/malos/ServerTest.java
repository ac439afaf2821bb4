// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.logged.Logged;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMonitor;

/** Over real sockets on loopback. */
class ServerTest {

    private static final String OUTPUT_3_HIGH = "42 06 08 03 10 01 18 01";
    private static final String OUTPUT_3_LOW = "42 04 08 03 10 01";

    /** The greeting of version 3 without security, and READY of a PUSH. */
    private static final byte[] HANDSHAKE = Hex.bytes("ff 00 00 00 00 00 00 00 01 7f 03 00 4e 55 4c 4c"
            + " 00".repeat(48)
            + "04 19 05 52 45 41 44 59 0b 53 6f 63 6b 65 74 2d 54 79 70 65 00 00 00 04 50 55 53 48");

    private final Logged log = new Logged();
    private final FakeBoard board = FakeBoard.matrixWithInputs();
    private final Settings settings = Configuration.onFreePorts().settings();
    private final ZContext clients = new ZContext();
    private final List<String> from = new CopyOnWriteArrayList<>();
    private final Server server = new Server(settings, new GpioPins(settings, client -> {
        from.add(client);
        return board;
    }));

    @AfterEach
    void close() {
        clients.close();
        server.close();
        log.close();
    }

    @Test
    void takesCommandsAndAnswersPingsWithUpdates() {
        server.start();
        var updates = subscribe(settings.port() + 3);
        var configs = connect(SocketType.PUSH, settings.port());
        var pings = connect(SocketType.PUSH, settings.port() + 1);
        configs.send(Hex.bytes("0d 0a d7 23 3c"));
        configs.send(Hex.bytes(OUTPUT_3_HIGH));
        await().until(() -> board.level(3) == Level.HIGH);

        pings.send("");

        assertThat(Hex.text(updates.recv())).isEqualTo("20 08");
        configs.send(Hex.bytes(OUTPUT_3_LOW));
        await().until(() -> updates.recv().length == 0);
        assertThat(updates.hasReceiveMore()).isFalse();
        assertThat(from).contains("127.0.0.1");
    }

    @Test
    void withoutAPingNothingIsSent() {
        server.start();
        var updates = subscribe(settings.port() + 3);
        var errors = subscribe(settings.port() + 2);
        var configs = connect(SocketType.PUSH, settings.port());
        configs.send(Hex.bytes("0d 0a d7 23 3c 15 00 00 60 40"));
        configs.send("hello");

        // the error comes after all that went before it
        assertThat(errors.recvStr()).startsWith("0, Invalid configuration for Gpio driver.");
        assertThat(updates.recv(ZMQ.DONTWAIT)).isNull();
    }

    @Test
    void eachFrameOfAMultipartMessageIsAMessage() {
        server.start();
        var errors = subscribe(settings.port() + 2);
        var configs = connect(SocketType.PUSH, settings.port());

        configs.sendMore(Hex.bytes(OUTPUT_3_HIGH));
        configs.sendMore(Hex.bytes("42 02 10 02"));
        configs.send(Hex.bytes(OUTPUT_3_LOW));

        assertThat(errors.recvStr()).isEqualTo("invalid gpio mode. check the proto GpioParams (file driver.proto)");
        assertThat(errors.recvStr()).isEqualTo("0, Invalid specific configuration for Gpio driver.");
        await().until(() -> board.level(3) == Level.LOW);
        assertThat(board.done()).containsExactly("output 3=HIGH", "write {matrix/3=LOW}");
    }

    @Test
    void pingsOfSeveralFramesAreTakenToo() {
        server.start();
        var updates = subscribe(settings.port() + 3);
        var pings = connect(SocketType.PUSH, settings.port() + 1);

        pings.sendMore("any");
        pings.send("thing");

        assertThat(updates.recv()).isEmpty();
    }

    @Test
    void whatWasSentBeforeTheStartIsCarriedOutInOrder() {
        var configs = connect(SocketType.PUSH, settings.port());
        for (var turn = 0; turn < 5; turn++) {
            configs.send(Hex.bytes(turn % 2 == 0 ? OUTPUT_3_HIGH : OUTPUT_3_LOW));
        }

        server.start();

        assertThat(done(5))
                .containsExactly(
                        "output 3=HIGH",
                        "write {matrix/3=LOW}",
                        "write {matrix/3=HIGH}",
                        "write {matrix/3=LOW}",
                        "write {matrix/3=HIGH}");
    }

    @Test
    void answersQuestionsForDriverInfoInHoweverManyParts() {
        server.start();
        var info = connect(SocketType.REQ, settings.infoPort());
        info.send("");
        var first = info.recv();
        assertThat(info.hasReceiveMore()).isFalse();
        info.send("anything");
        assertThat(info.recv()).isEqualTo(first);
        info.sendMore("one");
        info.sendMore("two");
        info.send("three");
        assertThat(info.recv()).isEqualTo(first);

        assertThat(first)
                .isEqualTo(Messages.infos(List.of(
                        new Messages.Info(
                                "Servo",
                                settings.servoPort().getAsInt(),
                                1_000,
                                5_000,
                                "Write-read. Servo handler. In development"),
                        new Messages.Info(
                                "Gpio", settings.port(), 1_000, 5_000, "Write-read. Gpio handler. In development"))));
    }

    /** A peer of version 1 of the protocol, or raw bytes that look like one. */
    @Test
    void whoLeavesInTheMiddleOfAQuestionTakesNobodysAnswer() throws IOException {
        server.start();
        serves();
        for (var round = 0; round < 20; round++) {
            try (var old = new Socket(InetAddress.getLoopbackAddress(), settings.infoPort())) {
                old.getOutputStream().write(Hex.bytes("01 00 02 01 41 01 01 02 01 41"));
            }
            var info = connect(SocketType.REQ, settings.infoPort());
            info.send("");
            assertThat(info.recv()).isNotNull();
            info.close();
        }
    }

    @Test
    void theServoDriverSaysThatThereIsNone() {
        server.start();
        var port = settings.servoPort().getAsInt();
        var errors = subscribe(port + 2);
        var configs = connect(SocketType.PUSH, port);
        var pings = connect(SocketType.PUSH, port + 1);

        configs.send("hello");
        assertThat(errors.recvStr()).isEqualTo("0, Invalid configuration for Servo driver. Could not parse protobuf.");
        configs.send(Hex.bytes("0d 0a d7 23 3c 3a 04 08 04 10 5a"));
        assertThat(errors.recvStr()).isEqualTo("0, There is no servo: pins of this gateway are on or off.");
        pings.send("");
        assertThat(errors.recvStr()).isEqualTo("1, Could not send update for Servo driver.");
        assertThat(errors.recvStr()).isEqualTo("1, Could not send update for Servo driver.");
        assertThat(board.done()).isEmpty();
    }

    /** From the first port of the driver on: configs, pings, errors, updates. */
    @ParameterizedTest
    @CsvSource({"REQ, 0", "DEALER, 0", "PUB, 0", "PAIR, 0", "REQ, 1", "DEALER, 1", "PULL, 2", "PULL, 3", "REQ, 3"})
    void disconnectsSocketsOfTheWrongType(SocketType type, int port) {
        server.start();
        subscribe(settings.port() + 3);
        var socket = client(type);
        var events = watch(socket);

        socket.connect("tcp://127.0.0.1:" + (settings.port() + port));

        await().until(() -> {
            var event = events.nextEvent(false);
            return event != null && event.type == ZMonitor.Event.DISCONNECTED;
        });
        serves();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void dropsRawBytesOnEachPort(int port) throws IOException {
        server.start();
        serves();
        var random = new Random(port);
        for (var round = 0; round < 50; round++) {
            var junk = new byte[1 + random.nextInt(300)];
            random.nextBytes(junk);
            // a handshake as far as it goes, and often a long frame after it, whose length may be negative
            var handshake = Arrays.copyOf(HANDSHAKE, HANDSHAKE.length * Math.min(round, 25) / 25);
            if (round % 3 > 0) {
                junk[0] = (byte) (round % 3 == 1 ? 2 : 6);
            }
            try (var socket = new Socket(
                    InetAddress.getLoopbackAddress(), settings.servoPort().getAsInt() + port)) {
                socket.getOutputStream().write(handshake);
                socket.getOutputStream().write(junk);
            } catch (IOException e) {
                // it has hung up already
            }
        }

        serves();
        server.close();
        assertThat(log.warnings()).isEmpty();
    }

    /** All at once, so that it is there before the connection is taken into use. */
    @Test
    void aCommandWithoutANameRightBehindTheHandshakeStopsNobodyElse() throws IOException {
        server.start();
        serves();
        for (var round = 0; round < 20; round++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), settings.port())) {
                var bytes = Arrays.copyOf(HANDSHAKE, HANDSHAKE.length + 2);
                bytes[HANDSHAKE.length] = 4;
                socket.getOutputStream().write(bytes);
            }
            serves();
        }

        server.close();
        assertThat(log.warnings()).isEmpty();
        assertThat(isFree(settings.port())).isTrue();
    }

    @Test
    void disconnectsWhoSendsAFrameThatIsTooLong() {
        server.start();
        var configs = connect(SocketType.PUSH, settings.port());
        var events = watch(configs);

        configs.send(new byte[Sockets.MAX_FRAME + 1]);

        await().until(() -> {
            var event = events.nextEvent(false);
            return event != null && event.type == ZMonitor.Event.DISCONNECTED;
        });
        serves();
    }

    @Test
    void aClientThatDoesNotListenLosesUpdatesAndDelaysNobody() {
        server.start();
        var deaf = subscribe(settings.port() + 3);
        deaf.setRcvHWM(1);
        var pings = connect(SocketType.PUSH, settings.port() + 1);
        connect(SocketType.PUSH, settings.port()).send(Hex.bytes("0d 6f 12 83 3a"));
        pings.send("");

        var updates = subscribe(settings.port() + 3);
        for (var update = 0; update < 200; update++) {
            assertThat(updates.recv()).isEmpty();
        }
    }

    @Test
    void waitsForAPortThatIsTakenAndSaysWhichOnce() throws IOException {
        try (var other = new ServerSocket(settings.port() + 2, 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.isBound()).isTrue();
            server.start();
            await().until(() -> !log.warnings().isEmpty());
        }

        serves();
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains("cannot listen on 127.0.0.1, still trying: port " + (settings.port() + 2) + " is taken");
        assertThat(log.lines())
                .anyMatch(line -> line.startsWith("INFO MALOS listens on 127.0.0.1, " + settings.port()));
    }

    /** The address is one of those that are only for documents. */
    @Test
    void warnsThatOtherMachinesCanSwitchOutputsAndSaysThatAnAddressIsNotOurs() {
        try (var open = new Server(
                Configuration.onFreePorts().with("host", "192.0.2.1").settings(),
                new GpioPins(settings, client -> board))) {
            open.start();
            await().until(() -> log.warnings().size() == 2);
        }

        assertThat(log.warnings().get(0)).contains("192.0.2.1: anybody on that network can switch outputs");
        assertThat(log.warnings().get(1)).contains("still trying: 192.0.2.1 is not an address of this machine");
    }

    @Test
    void aBoardThatHangsDoesNotHoldTheStopUpAndFreesThePortsLater() {
        var gate = new CountDownLatch(1);
        board.block(gate);
        server.start();
        var configs = connect(SocketType.PUSH, settings.port());
        configs.send(Hex.bytes(OUTPUT_3_HIGH));
        await().until(() -> from.contains("127.0.0.1"));

        server.close();

        assertThat(log.warnings()).containsExactly("MALOS: a board does not return from a call; all ends when it does");
        gate.countDown();
        configs.close();
        await().until(() -> isFree(settings.port()));
    }

    @Test
    void freesThePortsWhenItStops() {
        server.start();
        serves();

        server.close();

        assertThat(IntStream.range(0, 9))
                .allMatch(it -> isFree(settings.servoPort().getAsInt() + it));
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void twoClientsAtFullSpeedLoseNothing() {
        board.with(1, new PinSettings.Output()).with(2, new PinSettings.Output());
        server.start();
        var one = connect(SocketType.PUSH, settings.port());
        var two = connect(SocketType.PUSH, settings.port());
        var rounds = 3_000;
        for (var round = 0; round < rounds; round++) {
            one.send(Hex.bytes(round % 2 == 0 ? "42 06 08 01 10 01 18 01" : "42 04 08 01 10 01"));
            two.send(Hex.bytes(round % 2 == 0 ? "42 06 08 02 10 01 18 01" : "42 04 08 02 10 01"));
        }

        var done = done(2 * rounds);
        for (var pin : List.of(1, 2)) {
            var writes =
                    done.stream().filter(it -> it.contains("/" + pin + "=")).toList();
            assertThat(writes).hasSize(rounds);
            assertThat(IntStream.range(0, rounds))
                    .allMatch(it -> writes.get(it).contains(it % 2 == 0 ? "=HIGH" : "=LOW"));
        }
    }

    /** Waits until so many things were done to the pins. */
    private List<String> done(int count) {
        var done = new ArrayList<String>();
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            done.addAll(board.done());
            return done.size() >= count;
        });
        return done;
    }

    /** A command goes through. */
    private void serves() {
        var configs = connect(SocketType.PUSH, settings.port());
        configs.send(Hex.bytes(OUTPUT_3_LOW));
        board.set(3, Level.HIGH);
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            configs.send(Hex.bytes(OUTPUT_3_LOW));
            return board.level(3) == Level.LOW;
        });
        board.done();
        configs.close();
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * One in some connections that JeroMQ makes, not of those that it takes, hangs until this interval
     * is over and it is made anew: zeromq/jeromq pull request 1022.
     */
    private ZMQ.Socket client(SocketType type) {
        var socket = clients.createSocket(type);
        socket.setHandshakeIvl(500);
        socket.setReceiveTimeOut(20_000);
        return socket;
    }

    private ZMQ.Socket connect(SocketType type, int port) {
        var socket = client(type);
        socket.connect("tcp://127.0.0.1:" + port);
        return socket;
    }

    /** Returns a subscriber that hears what is sent from now on. */
    private ZMQ.Socket subscribe(int port) {
        var socket = client(SocketType.SUB);
        var events = watch(socket);
        socket.subscribe(new byte[0]);
        socket.connect("tcp://127.0.0.1:" + port);
        await().until(() -> {
            var event = events.nextEvent(false);
            return event != null && event.type == ZMonitor.Event.HANDSHAKE_PROTOCOL;
        });
        return socket;
    }

    private ZMonitor watch(ZMQ.Socket socket) {
        var monitor = new ZMonitor(clients, socket);
        monitor.add(ZMonitor.Event.DISCONNECTED, ZMonitor.Event.HANDSHAKE_PROTOCOL);
        return monitor.start();
    }
}
