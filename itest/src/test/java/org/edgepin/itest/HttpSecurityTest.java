// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in over HTTP and who does not, in a gateway of its own. */
class HttpSecurityTest {

    private static final String LEVEL = "/api/pins/main/9/level";

    @AutoClose
    private static Gateway gateway;

    private static Http http;

    @BeforeAll
    static void start() {
        gateway = Gateway.start();
        http = new Http(gateway);
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    private static HttpRequest.Builder write() {
        return HttpRequest.newBuilder(http.uri(LEVEL))
                .header("Content-Type", "text/plain")
                .method("PUT", BodyPublishers.ofString("1"));
    }

    private static HttpResponse<String> write(String authorization) {
        return Http.send(write().header("Authorization", authorization));
    }

    private static List<String> audit(Predicate<String> wanted) {
        return gateway.audit().stream().filter(wanted).toList();
    }

    private static String level() {
        return gateway.console("gpio:read main/9");
    }

    @Test
    void aPasswordIsGuessedAThousandTimesInVain() {
        gateway.console("edgepin:user-add --generate victim operator");
        var before = level();
        var answers = new int[1_000];
        for (var i = 0; i < answers.length; i++) {
            var answer = write(basic("victim", "guess" + i));
            answers[i] = answer.statusCode();
            if (answers[i] == 429) {
                assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0))
                        .isPositive();
            }
        }

        assertThat(answers).containsOnly(401, 429).startsWith(401, 401, 401, 401, 401);
        assertThat(Arrays.stream(answers).filter(it -> it == 401)).hasSizeLessThan(30);
        assertThat(level()).isEqualTo(before);
        assertThat(audit(it -> it.contains("who=\"victim\"") && it.contains("what=\"log in\" result=refused")))
                .hasSize(answers.length);
        assertThat(http.get("/api/me").statusCode()).as("another user").isEqualTo(200);
        assertThat(write("Bearer " + gateway.token()).statusCode())
                .as("a token")
                .isEqualTo(200);
    }

    @Test
    void aTokenOfAnotherGatewayARevokedOneAndAHashAreNobodys() throws IOException {
        var foreign = "edgepin_" + "A".repeat(43);
        var revoked = gateway.console("edgepin:token-add gone admin").strip();
        assertThat(write("Bearer " + revoked).statusCode()).isEqualTo(200);
        gateway.console("edgepin:token-revoke gone");
        var hash = Files.readAllLines(gateway.etc("edgepin.tokens")).stream()
                .filter(it -> it.startsWith("first "))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".* ", "");

        for (var token : List.of(foreign, revoked, hash)) {
            assertThat(write("Bearer " + token).statusCode()).isEqualTo(401);
        }
        assertThat(audit(it -> it.matches(".*who=\"token [0-9a-f]{4}\".*") && it.contains("result=refused")))
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void aWrongFileOpensNothingClosesNothingAndItsChangeInterruptsNobody() throws Exception {
        var name = "org.edgepin.gpio.access.cfg";
        var right = Files.readString(gateway.etc(name));
        var looking = HttpRequest.newBuilder(http.uri("/api/boards"));
        assertThat(Http.send(looking.copy()).statusCode()).isEqualTo(200);
        var service = login();
        try {
            gateway.etc(name, "anonymous = admin\nrealm = karaf\n");
            await().untilAsserted(() -> assertThat(gateway.log())
                    .contains("access: configuration refused, the one before runs on: anonymous = admin: must be none"
                            + " or viewer"));
            assertThat(Http.send(looking.copy()).statusCode()).isEqualTo(200);

            gateway.etc(name, "anonymous = none\n");
            await().untilAsserted(() ->
                    assertThat(Http.send(looking.copy()).statusCode()).isEqualTo(401));

            gateway.etc(name, "anonymos = viewer\n");
            await().untilAsserted(() ->
                    assertThat(gateway.log()).contains("anonymos = viewer: unknown key; did you mean anonymous?"));
            assertThat(Http.send(looking.copy()).statusCode()).isEqualTo(401);
        } finally {
            gateway.etc(name, right);
        }
        await().untilAsserted(
                        () -> assertThat(Http.send(looking.copy()).statusCode()).isEqualTo(200));
        assertThat(login()).as("the service has stayed the same").isEqualTo(service);
    }

    /** The id of the service; one that goes and comes has another. */
    private static String login() {
        return gateway.console("service:list org.edgepin.gpio.Login")
                .lines()
                .filter(it -> it.contains("service.id"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aViewerReadsAndItsWriteIsRefusedAndAudited() {
        var token = gateway.console("edgepin:token-add panel viewer").strip();
        var before = level();

        assertThat(Http.send(HttpRequest.newBuilder(http.uri(LEVEL)).header("Authorization", "Bearer " + token))
                        .statusCode())
                .isEqualTo(200);
        assertThat(write("Bearer " + token).statusCode()).isEqualTo(403);

        assertThat(level()).isEqualTo(before);
        assertThat(audit(it -> it.contains("who=\"token:panel\"")))
                .singleElement()
                .asString()
                .contains("role=viewer from=\"rest 127.0.0.1\" what=\"write main/9=1\" result=refused");
    }

    @Test
    void withoutALoginThisMachineLooksAndWritesNothing() {
        assertThat(Http.send(HttpRequest.newBuilder(http.uri(LEVEL))).statusCode())
                .isEqualTo(200);
        assertThat(Http.send(write()).statusCode()).isIn(401, 403);
        assertThat(audit(it -> it.contains("who=\"anonymous\" role=viewer") && it.contains("write main/9=1")))
                .singleElement()
                .asString()
                .contains("result=refused");
    }

    @Test
    void whatCameThroughAProxyIsNotFromThisMachine() {
        for (var header : List.of("Forwarded", "X-Forwarded-For", "Via")) {
            assertThat(Http.send(HttpRequest.newBuilder(http.uri(LEVEL)).header(header, "for=192.0.2.1"))
                            .statusCode())
                    .as(header)
                    .isEqualTo(401);
        }
    }

    @Test
    void aNameThatPointsToThisMachineIsNotThisMachine() throws IOException {
        assertThat(raw("GET /gpio" + LEVEL + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void aRequestFromAnotherSiteIsRefusedAndAuditedWhateverItsLogin() {
        var before = level();
        assertThat(Http.send(write().header("Authorization", http.authorization())
                                .header("Origin", "http://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(level()).isEqualTo(before);
        assertThat(audit(it -> it.contains("from another site")))
                .singleElement()
                .asString()
                .contains("PUT /gpio" + LEVEL, "result=refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/gpio/./api/pins",
                "/gpio//api/pins",
                "//gpio/api/pins",
                "/gpio/api;x=1/pins",
                "/gpio;x/api/pins",
                "/gpio/%61pi/pins",
                "/gpio/api%2fpins",
                "/gpio/x/../api/pins",
                "/gpio/x/%2e%2e/api/pins",
                "/gpio/x/..;/api/pins",
                "/gpio/x/..%2fapi/pins",
                "/GPIO/api/pins",
                "/gpio/API/pins",
                "/gpio/api/pins/",
                "/gpio/metrics/../api/pins",
                "/x/../gpio/api/pins",
                "/gpio/api\\pins",
                "/gpio/api/pins%00",
                "/gpio/../etc/edgepin.token",
                "/gpio/%2e%2e/%2e%2e/etc/edgepin.token",
                "/etc/edgepin.token",
            })
    void noPathLeadsPastTheDoor(String path) throws IOException {
        var answer = raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nVia: 1.1 proxy\r\nConnection: close\r\n\r\n");

        assertThat(answer).doesNotContain("GPIO5", gateway.token(), "\tat ");
        assertThat(answer).matches("(?s)HTTP/1\\.1 (30.|400|401|403|404).*");
    }

    @Test
    void aNameCannotForgeALineOfTheAuditLog() {
        var lines = gateway.audit().size();
        write(basic("eve\" role=admin\r\n2026-01-01 who=\"root", "x"));

        assertThat(gateway.audit()).hasSize(lines + 1);
        assertThat(gateway.audit().get(lines))
                .contains("who=\"eve\\\" role=admin\\u000d\\u000a2026-01-01 who=\\\"root\" from=\"rest");
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.httpPort())) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
