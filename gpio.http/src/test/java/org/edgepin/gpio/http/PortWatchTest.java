// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.http.runtime.HttpServiceRuntime;

class PortWatchTest {

    private static final Logger LOGGER = Logger.getLogger(PortWatch.class.getName());

    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getLevel() + " " + entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private final HttpServiceRuntime http = (HttpServiceRuntime) Proxy.newProxyInstance(
            PortWatchTest.class.getClassLoader(),
            new Class<?>[] {HttpServiceRuntime.class},
            (self, method, arguments) -> method.getName().equals("equals") ? self == arguments[0] : null);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private int restarts;

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void stop() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
        thread.shutdownNow();
    }

    private PortWatch watch(int port) {
        return new PortWatch(() -> restarts++, configuration(port), thread);
    }

    private static Map<String, Object> configuration(int port) {
        return Map.of(
                "org.ops4j.pax.web.listening.addresses",
                "127.0.0.1",
                "org.osgi.service.http.port",
                Integer.toString(port));
    }

    @Test
    void aBusyPortIsToldOnceAndHttpTriesAgainWhenItIsFree() throws Exception {
        PortWatch watch;
        int port;
        try (var other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = other.getLocalPort();
            watch = watch(port);
            assertThat(watch.look()).isFalse();
            assertThat(lines).as("it may be about to come").isEmpty();
            for (var i = 0; i < 5; i++) {
                assertThat(watch.look()).isFalse();
            }
            assertThat(restarts).isZero();
        }
        assertThat(watch.look()).isFalse();
        assertThat(restarts).isOne();

        watch.bindHttp(http);
        assertThat(watch.look()).isTrue();
        assertThat(lines)
                .containsExactly(
                        "WARNING HTTP cannot listen on 127.0.0.1:" + port + ", org.osgi.service.http.port in"
                                + " etc/org.ops4j.pax.web.cfg: another program listens there; REST, the page and"
                                + " metrics wait and try again",
                        "INFO HTTP listens on [127.0.0.1:" + port + "]");
    }

    @Test
    void whileHttpIsThereNothingIsDone() throws Exception {
        try (var own = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var watch = watch(own.getLocalPort());
            watch.bindHttp(http);
            assertThat(watch.look()).isTrue();
            assertThat(watch.look()).isTrue();
        }
        assertThat(lines).isEmpty();
        assertThat(restarts).isZero();
    }

    @Test
    void aPortThatIsFreeAgainBeforeItIsToldIsTriedAgainToo() throws Exception {
        PortWatch watch;
        try (var other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            watch = watch(other.getLocalPort());
            watch.look();
        }
        watch.look();
        assertThat(restarts).isOne();
        assertThat(lines).isEmpty();
    }

    @Test
    void whatKeepsHttpAwayElseIsForPaxWebToTell() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var watch = watch(port);
        for (var i = 0; i < 10; i++) {
            assertThat(watch.look()).isFalse();
        }
        assertThat(lines).isEmpty();
        assertThat(restarts).as("something may have gone before it was seen").isOne();
    }

    @Test
    void anAddressThatThisMachineDoesNotHaveIsTold() {
        var watch = new PortWatch(
                () -> restarts++,
                Map.of("org.ops4j.pax.web.listening.addresses", "fe80::1%none", "org.osgi.service.http.port", "1"),
                thread);
        for (var i = 0; i < 6; i++) {
            watch.look();
        }
        assertThat(lines).singleElement().asString().startsWith("WARNING HTTP cannot listen on fe80::1%none:1, ");

        watch.modified(Map.of("org.osgi.service.http.enabled", "false"));
        watch.look();
        assertThat(restarts).isOne();
    }

    @Test
    void readsTheConfigurationOfPaxWeb() {
        assertThat(Listening.of(Map.of()))
                .containsExactly(new Listening("0.0.0.0", 8080, "org.osgi.service.http.port"));
        assertThat(Listening.of(Map.of(
                        "org.ops4j.pax.web.listening.addresses", "127.0.0.1, ::1",
                        "org.osgi.service.http.enabled", "false",
                        "org.osgi.service.http.secure.enabled", "true",
                        "org.osgi.service.http.port.secure", "9443")))
                .containsExactly(
                        new Listening("127.0.0.1", 9443, "org.osgi.service.http.port.secure"),
                        new Listening("::1", 9443, "org.osgi.service.http.port.secure"));
        assertThat(Listening.of(Map.of("org.osgi.service.http.port", "many"))).isEmpty();
    }
}
