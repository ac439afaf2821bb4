// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.grpc.v1.GpioServiceGrpc;
import org.edgepin.gpio.grpc.v1.ReadPinRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is around the services: the port, TLS, health, reflection, bounds, the end. */
class ServerTest {

    private final FakeGpio gpio = FakeGpio.gl20();

    /** Collects what a server logs. */
    private static final class Log extends Handler implements AutoCloseable {

        private final Logger logger = Logger.getLogger(Server.class.getName());
        private final List<String> lines = new ArrayList<>();

        Log() {
            logger.addHandler(this);
        }

        @Override
        public synchronized void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
        }

        synchronized List<String> warnings() {
            return lines.stream().filter(line -> line.startsWith("WARNING")).toList();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }

    private static ServingStatus health(TestServer server, String service) {
        return HealthGrpc.newBlockingStub(server.channel())
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    @Test
    void bothFamiliesOfLocalhostAreServed() {
        try (var server = TestServer.start(gpio)) {
            for (var address : server.settings().addresses()) {
                var channel =
                        NettyChannelBuilder.forAddress(address).usePlaintext().build();
                try {
                    assertThat(TestServer.gl20(channel, "digitalRead", "08 06")).isEqualTo("18 01");
                } finally {
                    channel.shutdownNow();
                }
            }
        }
    }

    @Test
    void aPortThatIsTakenIsSaidOnceAndServedWhenItIsFree() throws Exception {
        var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        try (var log = new Log();
                var server = new TestServer(gpio, "port", other.getLocalPort())) {
            server.begin();
            await().until(() -> !log.warnings().isEmpty());
            other.close();
            await().atMost(Duration.ofSeconds(30)).until(server::listens);
            assertThat(TestServer.gl20(server.channel(), "digitalRead", "08 06"))
                    .isEqualTo("18 01");
            assertThat(log.warnings())
                    .containsExactly("WARNING grpc main cannot listen on localhost:" + server.port
                            + ", still trying: Address already in use");
        }
    }

    @Test
    void anObjectionOfTheLoginKeepsThePortClosedAsLongAsItLasts() {
        try (var log = new Log();
                var server = new TestServer(gpio)) {
            server.login.objection = "there is no user";
            server.begin();
            await().until(() -> !log.warnings().isEmpty());
            assertThat(server.listens()).isFalse();

            server.login.objection = "";
            await().until(server::listens);
            assertThat(log.warnings()).singleElement().asString().endsWith("still trying: there is no user");
        }
    }

    @Test
    void aPortThatIsNotOpenYetStaysClosedWhileNobodyCanObject() {
        try (var log = new Log();
                var server = new TestServer(gpio)) {
            server.login.objection = "there is no user";
            server.begin();
            await().until(() -> !log.warnings().isEmpty());

            server.loginGoes();
            await().untilAsserted(() ->
                    assertThat(log.warnings()).last().asString().endsWith("the logins are being updated"));
            assertThat(server.listens()).isFalse();

            server.login.objection = "";
            server.loginComes();
            await().until(server::listens);
        }
    }

    @Test
    void healthOfTheOldServiceIsThatOfItsBoard() {
        try (var server = TestServer.start(gpio)) {
            assertThat(health(server, "")).isEqualTo(ServingStatus.SERVING);
            assertThat(health(server, "edgepin.v1.GpioService")).isEqualTo(ServingStatus.SERVING);
            assertThat(health(server, "serviceGL20")).isEqualTo(ServingStatus.SERVING);

            gpio.state("gl20", BoardStatus.State.AWAY);
            assertThat(health(server, "serviceGL20")).isEqualTo(ServingStatus.NOT_SERVING);
            assertThat(health(server, "edgepin.v1.GpioService")).isEqualTo(ServingStatus.SERVING);

            gpio.state("gl20", BoardStatus.State.UP);
            assertThat(health(server, "serviceGL20")).isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void itListensWhenTheCoreAndTheLoginsHaveCome() {
        try (var server = new TestServer(gpio)) {
            server.gate.come(server.login);
            server.server.lookAround();
            assertThat(server.listens()).isFalse();

            server.coreComes();
            await().until(server::listens);
        }
    }

    @Test
    void whileTheCoreIsUpdatedItListensAndAnswersThatItCannotNow() {
        try (var server = TestServer.start(gpio)) {
            var channel = server.channel();
            server.coreGoes();
            assertThatThrownBy(() -> TestServer.gl20(channel, "digitalRead", "08 06"))
                    .hasMessage("UNAVAILABLE: a part of the gateway is being updated; try again");
            assertThat(health(server, "serviceGL20")).isEqualTo(ServingStatus.NOT_SERVING);
            assertThat(health(server, "edgepin.v1.GpioService")).isEqualTo(ServingStatus.NOT_SERVING);

            server.coreComes();
            assertThat(TestServer.gl20(channel, "digitalRead", "08 06")).isEqualTo("18 01");
            assertThat(health(server, "serviceGL20")).isEqualTo(ServingStatus.SERVING);
            assertThat(health(server, "edgepin.v1.GpioService")).isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void whileTheLoginsAreAwayTheOldServiceWorksOn() {
        try (var server = TestServer.start(gpio)) {
            var channel = server.channel();
            server.loginGoes();
            assertThat(TestServer.gl20(channel, "digitalRead", "08 06")).isEqualTo("18 01");
            assertThatThrownBy(() -> GpioServiceGrpc.newBlockingStub(server.as("viewer"))
                            .readPin(ReadPinRequest.getDefaultInstance()))
                    .hasMessageStartingWith("UNAVAILABLE");

            server.loginComes();
            assertThat(GpioServiceGrpc.newBlockingStub(server.as("viewer"))
                            .readPin(
                                    ReadPinRequest.newBuilder().setPin("gl20/6").build())
                            .getLevel())
                    .isEqualTo(org.edgepin.gpio.grpc.v1.Level.LEVEL_HIGH);
        }
    }

    @Test
    void reflectionListsTheServicesAndKnowsTheirFiles() throws Exception {
        try (var server = TestServer.start(gpio)) {
            var answers = new LinkedBlockingQueue<ServerReflectionResponse>();
            var requests = ServerReflectionGrpc.newStub(server.channel()).serverReflectionInfo(new StreamObserver<>() {
                @Override
                public void onNext(ServerReflectionResponse answer) {
                    answers.add(answer);
                }

                @Override
                public void onError(Throwable problem) {
                    // the end of the test
                }

                @Override
                public void onCompleted() {
                    // the end of the test
                }
            });
            requests.onNext(
                    ServerReflectionRequest.newBuilder().setListServices("").build());
            var services = answers.poll(20, TimeUnit.SECONDS);
            assertThat(services).isNotNull();
            assertThat(services.getListServicesResponse().getServiceList())
                    .extracting(ServiceResponse::getName)
                    .contains("edgepin.v1.GpioService", "serviceGL20", "grpc.health.v1.Health");
            for (var service : List.of("edgepin.v1.GpioService", "serviceGL20")) {
                requests.onNext(ServerReflectionRequest.newBuilder()
                        .setFileContainingSymbol(service)
                        .build());
                var file = answers.poll(20, TimeUnit.SECONDS);
                assertThat(file).isNotNull();
                assertThat(file.getFileDescriptorResponse().getFileDescriptorProtoCount())
                        .isPositive();
            }
            requests.onCompleted();
        }
    }

    @Test
    void onlyTheChosenServicesAreThere() {
        try (var server = TestServer.start(gpio, "services", "gl20")) {
            assertThatThrownBy(() -> GpioServiceGrpc.newBlockingStub(server.as("viewer"))
                            .readPin(ReadPinRequest.getDefaultInstance()))
                    .hasMessage("UNIMPLEMENTED: Method not found!");
        }
        try (var server = TestServer.start(gpio, "services", "edgepin")) {
            assertThatThrownBy(() -> TestServer.gl20(server.channel(), "digitalRead", ""))
                    .hasMessage("UNIMPLEMENTED: Method not found!");
        }
    }

    @Test
    void withAKeyStoreItSpeaksTlsOnly(@TempDir Path folder) throws Exception {
        var store = Certificate.keyStore(folder, "secret");
        try (var server = TestServer.start(gpio, "key_store", store.toString(), ".key_store_password", "secret")) {
            var trusted = GrpcSslContexts.forClient()
                    .trustManager(Certificate.exported(store, "secret").toFile())
                    .build();
            var channel = server.builder().sslContext(trusted).build();
            try {
                assertThat(TestServer.gl20(channel, "digitalRead", "08 06")).isEqualTo("18 01");
            } finally {
                channel.shutdownNow();
            }
            assertThatThrownBy(() -> TestServer.gl20(server.channel(), "digitalRead", "08 06"))
                    .hasMessageStartingWith("UNAVAILABLE");
        }
    }

    @Test
    void garbageOnThePortHarmsNobody() throws IOException {
        try (var server = TestServer.start(gpio)) {
            for (var garbage :
                    List.of("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\0\0\0\0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n!!!")) {
                try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
                    socket.getOutputStream().write(garbage.getBytes(ISO_8859_1));
                    socket.shutdownOutput();
                    while (socket.getInputStream().read() >= 0) {
                        // until the server ends it
                    }
                } catch (IOException e) {
                    assertThat(e).hasMessageContaining("reset");
                }
            }
            assertThat(TestServer.gl20(server.channel(), "digitalRead", "08 06"))
                    .isEqualTo("18 01");
        }
    }

    @Test
    void aConnectionTooManyIsClosedAtOnceAndThereIsRoomAgainLater() throws IOException {
        try (var server = TestServer.start(gpio, "max_connections", 3)) {
            var sockets = new ArrayList<Socket>();
            await().until(() -> {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), server.port));
                sockets.get(sockets.size() - 1).setSoTimeout(300);
                return sockets.size() > 3 && ended(sockets.get(sockets.size() - 1));
            });
            for (var socket : sockets) {
                socket.close();
            }
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(TestServer.gl20(server.channel(), "digitalRead", "08 06"))
                            .isEqualTo("18 01"));
        }
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void aRequestTooLargeIsRefused() {
        try (var server = TestServer.start(gpio)) {
            assertThatThrownBy(() -> GpioServiceGrpc.newBlockingStub(server.as("viewer"))
                            .readPin(ReadPinRequest.newBuilder()
                                    .setPin("x".repeat(200_000))
                                    .build()))
                    .hasMessageStartingWith("RESOURCE_EXHAUSTED");
        }
    }

    @Test
    void whatIsUnderWayWhenTheServerStopsIsAnswered() throws Exception {
        var server = TestServer.start(gpio);
        var gate = gpio.hang("gl20");
        var call = GpioServiceGrpc.newFutureStub(server.as("viewer"))
                .readPin(ReadPinRequest.newBuilder().setPin("gl20/6").build());
        gpio.awaitHanging("gl20");
        var stopping = new Thread(server.server::close, "stop");
        stopping.start();
        await().until(() -> !server.listens());

        gate.countDown();
        assertThat(call.get(1, TimeUnit.MINUTES).getLevel()).isEqualTo(org.edgepin.gpio.grpc.v1.Level.LEVEL_HIGH);
        stopping.join();
        server.close();
    }
}
