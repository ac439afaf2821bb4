// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.ChannelOption;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.Login;
import org.edgepin.gpio.endpoint.RefusedException;
import org.edgepin.gpio.live.Present;

/** A server on a free port of the loopback interface, and its clients. */
final class TestServer implements AutoCloseable {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    final FakeGpio gpio;
    final FakeLogin login = new FakeLogin();
    final Present<GpioAccess> access = new Present<>();
    final Present<Login> gate = new Present<>();
    final Lanes lanes = new Lanes();
    final int port;
    final Server server;
    private final Settings settings;
    private final List<ManagedChannel> channels = new ArrayList<>();

    TestServer(FakeGpio gpio, Object... keysAndValues) {
        this.gpio = gpio;
        try {
            var properties = properties(keysAndValues);
            properties.putIfAbsent("port", freePort());
            port = (int) properties.get("port");
            settings = Settings.of(properties);
            server = new Server(settings, new Door(access, gate), lanes);
        } catch (RefusedException e) {
            throw new IllegalArgumentException(e);
        }
        gpio.listeners.add(server);
    }

    /** Starts it and returns when it listens. */
    static TestServer start(FakeGpio gpio, Object... keysAndValues) {
        return new TestServer(gpio, keysAndValues).start();
    }

    TestServer start() {
        begin();
        await().until(this::listens);
        return this;
    }

    /** Lets the core and the logins come. */
    TestServer begin() {
        access.come(gpio);
        gate.come(login);
        server.lookAround();
        return this;
    }

    /** Lets the core go, as at the beginning of its update. */
    void coreGoes() {
        gpio.listeners.remove(server);
        access.go(gpio);
        server.lookAround();
    }

    void coreComes() {
        gpio.listeners.add(server);
        access.come(gpio);
        server.lookAround();
    }

    void loginGoes() {
        gate.go(login);
        server.lookAround();
    }

    void loginComes() {
        gate.come(login);
        server.lookAround();
    }

    Settings settings() {
        return settings;
    }

    boolean listens() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What DS makes of the annotation, as bnd maps its names, with changes. */
    static Map<String, Object> properties(Object... keysAndValues) {
        var properties = new HashMap<String, Object>();
        for (var method : GrpcConfig.class.getDeclaredMethods()) {
            var name = method.getName();
            var key = name.startsWith("_") ? "." + name.substring(1) : name;
            properties.put(key.replace("__", "_"), method.getDefaultValue());
        }
        properties.put("service.pid", "org.edgepin.gpio.grpc~main");
        properties.put("port", freePort());
        for (var i = 0; i < keysAndValues.length; i += 2) {
            properties.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return properties;
    }

    ManagedChannel channel() {
        var channel = builder().usePlaintext().build();
        channels.add(channel);
        return channel;
    }

    NettyChannelBuilder builder() {
        return NettyChannelBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 5_000);
    }

    /** A channel on which each call brings a login. */
    Channel as(String role) {
        return with(channel(), "Basic " + Base64.getEncoder().encodeToString((role + ":" + role).getBytes(UTF_8)));
    }

    static Channel with(Channel channel, String authorization) {
        var metadata = new Metadata();
        metadata.put(AUTHORIZATION, authorization);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    /** Calls a unary method with bytes written in hexadecimal, and returns the bytes of the answer in the same way. */
    static String call(Channel channel, String method, String request) {
        var descriptor = MethodDescriptor.newBuilder(BYTES, BYTES)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(method)
                .build();
        var answer = ClientCalls.blockingUnaryCall(
                channel,
                descriptor,
                CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.MINUTES),
                HexFormat.of().parseHex(request.replace(" ", "").toLowerCase(Locale.ROOT)));
        return HexFormat.ofDelimiter(" ").formatHex(answer);
    }

    /** Calls a method of serviceGL20. */
    static String gl20(Channel channel, String method, String... request) {
        return call(channel, "serviceGL20/" + method, String.join("", Arrays.asList(request)));
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        server.close();
        lanes.deactivate();
    }
}
