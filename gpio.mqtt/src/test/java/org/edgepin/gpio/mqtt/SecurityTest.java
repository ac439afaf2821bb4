// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.edgepin.gpio.logged.Logged;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsMosquitto
class SecurityTest {

    private static Certificates certificates;

    private final FakeGpio gpio = new FakeGpio();
    private final Logged logged = new Logged();
    private final Mosquitto broker;
    private @Nullable Gateway gateway;

    @BeforeAll
    static void makeCertificates(@TempDir Path shared) throws Exception {
        certificates = new Certificates(shared);
    }

    SecurityTest(@TempDir Path folder) throws Exception {
        this.broker = new Mosquitto(folder);
    }

    @AfterEach
    void close() {
        if (gateway != null) {
            gateway.close();
        }
        broker.close();
        gpio.close();
        logged.close();
    }

    @Test
    void saysOnceThatThePasswordIsWrongAndTriesAgain() throws Exception {
        broker.withUser("gateway", "other").start();
        gateway = Gateway.of(gpio, login("hunter2"));
        await().until(() -> !logged.warnings().isEmpty());

        broker.withUser("gateway", "hunter2");
        await().until(() -> logged.lines().stream().anyMatch(it -> it.contains("is back after")));

        assertThat(logged.warnings())
                .containsExactly("mqtt test: cannot use broker tcp://127.0.0.1:" + broker.port()
                        + ", still trying: not authorized: wrong user or .password, or no access");
        assertThat(logged.lines()).noneMatch(it -> it.contains("hunter2"));
        assertThat(logged.showsAStackTrace()).isFalse();
        assertPublishes();
    }

    @Test
    void connectsWithAPassword() throws Exception {
        broker.withUser("gateway", "hunter2").start();
        gateway = Gateway.of(gpio, login("hunter2"));

        assertPublishes();
        assertThat(logged.warnings()).isEmpty();
    }

    @Test
    void connectsWithTls() throws Exception {
        broker.withTls(certificates, Certificates.HERE, false).start();
        gateway = Gateway.of(gpio, tls());

        assertPublishes();
        assertThat(logged.warnings()).isEmpty();
    }

    @Test
    void showsItsOwnCertificate() throws Exception {
        broker.withTls(certificates, Certificates.HERE, true).start();
        gateway = Gateway.of(
                gpio,
                tls().with("key_store", certificates.clientStore()).with(".key_store_password", Certificates.PASSWORD));

        assertPublishes();
        assertThat(logged.warnings()).isEmpty();
    }

    @Test
    void doesNotTalkToABrokerWithACertificateForAnotherHost() throws Exception {
        broker.withTls(certificates, Certificates.ELSEWHERE, false).start();
        gateway = Gateway.of(gpio, tls());

        await().until(() -> !logged.warnings().isEmpty());
        assertThat(logged.warnings())
                .singleElement()
                .asString()
                .contains("No subject alternative DNS name matching localhost found");
        gateway.close();

        gateway = Gateway.of(gpio, tls().with("verify_hostname", "false"));
        assertPublishes();
    }

    @Test
    void doesNotTalkToABrokerWhoseAuthorityItDoesNotTrust() throws Exception {
        broker.withTls(certificates, Certificates.HERE, false).start();
        gateway = Gateway.of(gpio, tls().with("trust_store", "").with(".trust_store_password", ""));

        await().until(() -> !logged.warnings().isEmpty());
        assertThat(logged.warnings()).singleElement().asString().contains("unable to find valid certification path");
    }

    @Test
    void doesNotTalkTlsToABrokerThatDoesNot() throws Exception {
        broker.start();
        gateway = Gateway.of(gpio, tls().with("broker", "ssl://localhost:" + broker.port()));

        await().until(() -> !logged.warnings().isEmpty());
        assertThat(logged.warnings()).singleElement().asString().contains("cannot use broker ssl://localhost");
    }

    private Configuration login(String password) {
        return Configuration.forBroker(broker.port()).with("user", "gateway").with(".password", password);
    }

    private Configuration tls() {
        return Configuration.forBroker(broker.port())
                .with("broker", "ssl://localhost:" + broker.tlsPort())
                .with("trust_store", certificates.trustStore())
                .with(".trust_store_password", Certificates.PASSWORD);
    }

    private void assertPublishes() throws Exception {
        try (var client = Client.on(broker)) {
            await().until(() -> client.on("edgepin/edgepin/status").contains("online"));
            client.publish("gpio/edgepin/27/write", "1");
            await().until(() -> client.on("gpio/edgepin/27/state").contains("1"));
        }
    }
}
