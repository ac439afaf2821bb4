// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/**
 * HTTP where other machines could reach it, asked from this one at an address that is not loopback. On a
 * machine that has only loopback there is nothing that could be refused.
 */
class HttpBeyondLoopbackTest {

    private static final String PASSWORD = "test-only";

    private final Optional<InetAddress> beyond = beyondLoopback();

    private static Optional<InetAddress> beyondLoopback() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(it -> it instanceof Inet4Address && !it.isLoopbackAddress() && !it.isLinkLocalAddress())
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    private InetAddress address() {
        assumeTrue(beyond.isPresent(), "this machine has only loopback");
        return beyond.orElseThrow();
    }

    @Test
    void isRefusedWithoutTlsWhoeverAsks() throws Exception {
        var address = address().getHostAddress();
        try (var gateway = Gateway.prepare()) {
            web(gateway, "org.osgi.service.http.enabled = true\n");
            gateway.boot();
            var http = new Http(gateway);
            await().untilAsserted(() ->
                    assertThat(http.get("/api/health").statusCode()).isEqualTo(200));

            for (var path : new String[] {"/", "/page.js", "/api/boards", "/metrics"}) {
                var request = HttpRequest.newBuilder(
                        URI.create("http://" + address + ":" + gateway.httpPort() + "/gpio" + path));
                for (var login : new String[] {http.authorization(), "Bearer " + gateway.token()}) {
                    var answer = Http.send(request.copy().header("Authorization", login));
                    assertThat(answer.statusCode()).as(path).isEqualTo(403);
                    assertThat(answer.body())
                            .contains("urn:edgepin:problem:forbidden", "needs TLS, as " + address)
                            .doesNotContain("<html");
                }
            }
            var write = HttpRequest.newBuilder(
                            URI.create("http://" + address + ":" + gateway.httpPort() + "/gpio/api/pins/main/27/level"))
                    .header("Authorization", "Bearer " + gateway.token())
                    .header("Content-Type", "text/plain")
                    .PUT(BodyPublishers.ofString("1"));
            assertThat(Http.send(write).statusCode()).isEqualTo(403);
            assertThat(http.get("/api/pins/main/27/level").body()).contains("\"level\":0");
            assertThat(gateway.complaints())
                    .singleElement()
                    .asString()
                    .contains("HTTP at " + address + " is refused: needs TLS");
        }
    }

    @Test
    void isRefusedWithTlsUntilSomebodyCouldLogIn() throws Exception {
        var address = address().getHostAddress();
        try (var gateway = Gateway.prepare()) {
            var keys = gateway.etc("keystore.p12");
            makeCertificate(keys, address);
            var port = Ports.free();
            web(
                    gateway,
                    "org.osgi.service.http.enabled = false\norg.osgi.service.http.secure.enabled = true\n"
                            + "org.osgi.service.http.port.secure = " + port + "\norg.ops4j.pax.web.ssl.keystore = "
                            + keys + "\norg.ops4j.pax.web.ssl.keystore.type = PKCS12\n"
                            + "org.ops4j.pax.web.ssl.keystore.password = " + PASSWORD
                            + "\norg.ops4j.pax.web.ssl.key.password = " + PASSWORD + "\n");
            // neither a user nor the token of the first start
            var users = gateway.etc("users.properties");
            var withUser = Files.readString(users);
            Files.writeString(users, withUser.replaceAll("(?m)^test = .*\n", ""));
            Files.writeString(gateway.etc("edgepin.tokens"), "");
            gateway.boot();
            var client = HttpClient.newBuilder().sslContext(trusting(keys)).build();
            var request = HttpRequest.newBuilder(URI.create("https://" + address + ":" + port + "/gpio/api/me"));

            await().ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
                var answer = send(client, request.copy());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
                assertThat(answer.body()).contains("needs a user or a token first, as " + address);
            });

            Files.writeString(users, withUser);
            await().untilAsserted(() ->
                    assertThat(send(client, request.copy()).statusCode()).isEqualTo(401));
            var login = Base64.getEncoder().encodeToString(("test:" + gateway.password()).getBytes(UTF_8));
            await().untilAsserted(
                            () -> assertThat(send(client, request.copy().header("Authorization", "Basic " + login))
                                            .body())
                                    .contains("\"name\":\"test\"", "\"role\":\"admin\""));
        }
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** At all addresses of this machine. */
    private static void web(Gateway gateway, String keys) {
        gateway.etc(
                "org.ops4j.pax.web.cfg",
                keys + "org.osgi.service.http.port = 8181\norg.ops4j.pax.web.listening.addresses = 0.0.0.0\n"
                        + "org.ops4j.pax.web.server.showStacks = false\n");
    }

    private static void makeCertificate(Path keys, String address) throws Exception {
        var result = Command.of(
                        System.getProperty("java.home") + "/bin/keytool",
                        "-genkeypair",
                        "-alias",
                        "gateway",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=gateway.example",
                        "-ext",
                        "san=ip:" + address,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        keys.toString())
                .run();
        assertThat(result.status()).as(result.output()).isZero();
    }

    private static SSLContext trusting(Path keys) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("gateway", store.getCertificate("gateway"));
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
