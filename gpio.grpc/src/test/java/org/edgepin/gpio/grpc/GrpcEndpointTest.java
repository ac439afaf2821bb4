// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.edgepin.gpio.EdgeListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Which server runs, while configurations change and the services that it needs go and come. */
class GrpcEndpointTest {

    private final FakeGpio gpio = FakeGpio.gl20();
    private final FakeLogin login = new FakeLogin();
    private final Lanes lanes = new Lanes();
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final int port = TestServer.freePort();
    private final Map<String, Object> right = TestServer.properties("port", port);
    private final GrpcEndpoint endpoint = new GrpcEndpoint(bundle(), right, lanes);

    @AfterEach
    void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        endpoint.deactivate();
        lanes.deactivate();
    }

    /** Registers listeners with the boards. */
    private BundleContext bundle() {
        return proxy(BundleContext.class, "registerService", arguments -> {
            var listener = (EdgeListener) arguments[1];
            gpio.listeners.add(listener);
            return proxy(ServiceRegistration.class, "unregister", none -> gpio.listeners.remove(listener));
        });
    }

    private interface Method {
        Object of(Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, String name, Method method) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (it, called, arguments) -> {
                    if (!called.getName().equals(name)) {
                        throw new UnsupportedOperationException(called.getName());
                    }
                    return method.of(arguments);
                }));
    }

    private Channel channel(int onPort) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort);
        var channel = NettyChannelBuilder.forAddress(address).usePlaintext().build();
        channels.add(channel);
        return channel;
    }

    private static String read(Channel channel) {
        try {
            return TestServer.gl20(channel, "digitalRead", "08 06");
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void begin() {
        endpoint.bindAccess(gpio);
        endpoint.bindLogin(login);
        var channel = channel(port);
        await().until(() -> read(channel).equals("18 01"));
    }

    private void loginGoesAndComes() {
        endpoint.unbindLogin(login);
        endpoint.bindLogin(login);
    }

    @Test
    void oneServerRunsThroughAllUpdatesOfWhatItNeeds() {
        begin();
        var listeners = List.copyOf(gpio.listeners);

        endpoint.unbindAccess(gpio);
        loginGoesAndComes();
        endpoint.bindAccess(gpio);

        assertThat(gpio.listeners).isEqualTo(listeners).hasSize(1);
        assertThat(read(channel(port))).isEqualTo("18 01");
    }

    @Test
    void aRefusedConfigurationDoesNotComeTrueWhenTheLoginsAreUpdated() {
        begin();
        var wrong = TestServer.properties("port", port, "max_connections", "0");
        endpoint.modified(wrong);
        assertThat(read(channel(port))).isEqualTo("18 01");

        loginGoesAndComes();
        assertThat(read(channel(port))).isEqualTo("18 01");

        var otherPort = TestServer.freePort();
        var other = TestServer.properties("port", otherPort);
        endpoint.modified(other);
        await().until(() -> read(channel(otherPort)).equals("18 01"));
        assertThat(read(channel(port))).startsWith("UNAVAILABLE");
    }

    @Test
    void aConfigurationThatChangesWhileTheCoreIsAwayCountsWhenItIsBack() {
        begin();
        endpoint.unbindAccess(gpio);
        var otherPort = TestServer.freePort();
        var other = TestServer.properties("port", otherPort);
        endpoint.modified(other);

        endpoint.bindAccess(gpio);
        var channel = channel(otherPort);
        await().until(() -> read(channel).equals("18 01"));
    }

    @Test
    void aConfigurationThatSaysTheSameLeavesTheServerAlone() {
        begin();
        var listeners = List.copyOf(gpio.listeners);
        endpoint.modified(TestServer.properties("port", port, "service.bundleLocation", "elsewhere"));

        assertThat(gpio.listeners).isEqualTo(listeners);
    }
}
