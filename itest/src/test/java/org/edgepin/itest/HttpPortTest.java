// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The port of HTTP is taken when the gateway starts, and becomes free. */
class HttpPortTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void isToldInOneLineKeepsNothingElseFromRunningAndIsTakenWhenItIsFree() throws Exception {
        try (var gateway = Gateway.prepare()) {
            var http = new Http(gateway);
            try (var other = new ServerSocket(gateway.httpPort(), 50, InetAddress.getLoopbackAddress())) {
                assertThat(other.isBound()).isTrue();
                gateway.boot();
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(gateway.complaints())
                        .singleElement()
                        .asString()
                        .contains(
                                "HTTP cannot listen on 127.0.0.1:" + gateway.httpPort(),
                                "org.osgi.service.http.port in etc/org.ops4j.pax.web.cfg",
                                "another program listens there"));
                assertThat(gateway.console("gpio:read main/8")).contains("main/8 = 1");
                assertThat(gateway.console("edgepin:welcome"))
                        .contains("waits for HTTP, which cannot listen; the log says why  org.ops4j.pax.web.cfg");
                assertThat(gateway.log()).doesNotContain("\tat ");
            }
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .untilAsserted(() ->
                            assertThat(http.get("/api/health").statusCode()).isEqualTo(200));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(http.get("/").body()).contains("<!doctype html>"));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(gateway.log())
                    .contains("HTTP listens on [127.0.0.1:" + gateway.httpPort()));
            assertThat(gateway.complaints()).hasSize(1);
            assertThat(gateway.log()).doesNotContain("\tat ");
        }
    }
}
