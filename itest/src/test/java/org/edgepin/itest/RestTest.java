// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** REST as a client sees it, against a gateway as shipped. */
class RestTest {

    @AutoClose
    private static Gateway gateway;

    private static Http http;

    @BeforeAll
    static void start() {
        gateway = Gateway.start();
        http = new Http(gateway);
    }

    private static String file() {
        try {
            return Files.readString(gateway.etc("org.edgepin.gpio.sim-main.cfg"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void isProblem(HttpResponse<String> answer, int status, String type, String... parts) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body())
                .contains("\"type\":\"urn:edgepin:problem:" + type + "\"", "\"status\":" + status)
                .doesNotContain("Exception", "\tat ", "etty");
        for (var part : parts) {
            assertThat(answer.body()).contains(part);
        }
    }

    @Test
    void showsBoardsAndPins() {
        assertThat(http.get("/api/boards").body())
                .contains("\"name\":\"main\"", "\"simulated\":true", "\"state\":\"up\"");
        assertThat(http.get("/api/boards/main").body()).contains("\"pid\":\"org.edgepin.gpio.sim~main\"");
        assertThat(http.get("/api/health").statusCode()).isEqualTo(200);
        assertThat(http.get("/api/pins/main/5").body())
                .contains("\"pin\":\"main/5\"", "\"label\":\"GPIO5\"", "\"direction\":\"input\"", "\"sequence\":");
        assertThat(http.get("/api/pins?used=true&board=main").body())
                .contains("main/27")
                .doesNotContain("main/3\"");
        assertThat(http.get("/api/").body()).contains("\"events\":\"events\"");
        assertThat(http.get("/api/me").body()).contains("\"role\":\"admin\"", "\"name\":\"test\"");
        assertThat(http.get("/api/openapi.yaml").body()).startsWith("openapi: 3.1.0");
    }

    @Test
    void drivesOneAndMany() {
        assertThat(http.json("PUT", "/api/pins/main/27/level", "{\"level\": 1}").body())
                .isEqualTo("{\"pin\":\"main/27\",\"level\":1}");
        assertThat(gateway.console("gpio:read main/27")).contains("main/27 = 1");
        assertThat(http.get("/api/pins/main/27/level").body()).contains("\"level\":1");

        assertThat(http.json("PATCH", "/api/levels", "{\"main/27\": 0, \"main/9\": 1}")
                        .body())
                .isEqualTo("{\"main/9\":1,\"main/27\":0}");
        assertThat(http.get("/api/levels?pin=main/27&pin=main/9").body()).isEqualTo("{\"main/9\":1,\"main/27\":0}");
    }

    @Test
    void drivesAllOrNone() {
        http.json("PUT", "/api/pins/main/9/level", "{\"level\": 0}");

        isProblem(http.json("PATCH", "/api/levels", "{\"main/9\": 1, \"main/5\": 1}"), 409, "not-capable");
        isProblem(http.json("PATCH", "/api/levels", "{\"main/9\": 1, \"main/99\": 1}"), 404, "no-such-pin");
        isProblem(http.json("PATCH", "/api/levels", "{\"main/9\": 1, \"main/27\": 2}"), 400, "invalid");
        isProblem(http.json("PATCH", "/api/levels", "{\"main/9\": 1, \"main/9\": 0}"), 400, "malformed");

        assertThat(http.get("/api/pins/main/9/level").body()).contains("\"level\":0");
    }

    @Test
    void speaksPlainTextToCurl() {
        var text = http.request("/api/pins/main/27/level").header("Accept", "text/plain");
        var answer = Http.send(
                text.copy().header("Content-Type", "text/plain").method("PUT", BodyPublishers.ofString("1\n")));

        assertThat(answer.body()).isEqualTo("1\n");
        assertThat(Http.send(text.copy()).body()).isEqualTo("1\n");
        isProblem(
                Http.send(text.copy()
                        .setHeader("Accept", "*/*")
                        .header("Content-Type", "text/plain")
                        .method("PUT", BodyPublishers.ofString("on"))),
                400,
                "invalid");
    }

    @Test
    void aChangedPinIsInTheFileAndItsCommentsStay() {
        var before = http.get("/api/pins/main/17/settings");
        assertThat(before.body()).contains("\"direction\":\"unused\"");

        var answer = http.json(
                "PATCH",
                "/api/pins/main/17/settings",
                "{\"direction\":\"input\",\"bias\":\"pull-up\",\"debounce_us\":5000,\"name\":\"front door\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"name\":\"front door\",\"direction\":\"input\",\"bias\":\"pull-up\",\"edges\":\"both\","
                        + "\"debounce_us\":5000}");
        assertThat(http.get("/api/pins/main/17").body()).contains("\"name\":\"front door\"", "\"level\":1");
        var comments = file().lines().filter(it -> it.startsWith("#")).toList();
        await().untilAsserted(() -> assertThat(file())
                .contains("17U")
                .containsPattern("pin\\.17\\.debounce_us ?= ?5000")
                .containsPattern("pin\\.17\\.name ?= ?front door"));
        assertThat(file().lines().filter(it -> it.startsWith("#")).toList()).isEqualTo(comments);

        assertThat(http.json("PATCH", "/api/pins/main/17/settings", "{\"direction\":\"unused\",\"name\":null}")
                        .statusCode())
                .isEqualTo(200);
        await().untilAsserted(() -> assertThat(file()).doesNotContain("17U", "pin.17."));
        assertThat(gateway.console("gpio:boards")).doesNotContain("refused");
    }

    @Test
    void changesOnlyWhatIsStillWhatTheClientHasSeen() {
        var tag = http.get("/api/pins/main/6/settings")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        var change = http.request("/api/pins/main/6/settings").header("Content-Type", "application/merge-patch+json");

        var first = Http.send(
                change.copy().header("If-Match", tag).method("PATCH", BodyPublishers.ofString("{\"name\":\"one\"}")));
        var second = Http.send(
                change.copy().header("If-Match", tag).method("PATCH", BodyPublishers.ofString("{\"name\":\"two\"}")));

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        isProblem(second, 412, "precondition-failed");
        assertThat(http.get("/api/pins/main/6").body()).contains("\"name\":\"one\"");
    }

    @Test
    void refusesWhatTheBoardCannotAndChangesNothing() {
        var before = file();
        isProblem(http.json("PATCH", "/api/pins/main/5/settings", "{\"drive\":\"push-pull\"}"), 400, "invalid");
        isProblem(http.json("PATCH", "/api/pins/main/5/settings", "{\"bias\":\"sideways\"}"), 400, "invalid");
        isProblem(http.json("PATCH", "/api/boards/main/configuration", "{\"inputs\":\"5,99\"}"), 409, "refused");
        isProblem(http.json("PATCH", "/api/boards/main/configuration", "{\"inptus\":\"5\"}"), 409, "refused");
        isProblem(
                http.json("PATCH", "/api/boards/main/configuration", "{\"pin.5.name\":\"$[env:HOME]\"}"),
                409,
                "refused");
        assertThat(file()).isEqualTo(before);
        assertThat(gateway.console("gpio:boards")).doesNotContain("refused");
    }

    @Test
    void changesABoardsConfiguration() {
        var answer = http.json("PATCH", "/api/boards/main/configuration", "{\"pin.5.name\":\"lamp\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"pin.5.name\":\"lamp\"");
        assertThat(http.get("/api/pins/main/5").body()).contains("\"name\":\"lamp\"");
        await().untilAsserted(() -> assertThat(file()).contains("lamp"));
        http.json("PATCH", "/api/boards/main/configuration", "{\"pin.5.name\":null}");
        assertThat(http.get("/api/pins/main/5").body()).contains("\"name\":\"\"");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/pins/main/99, 404, no-such-pin",
        "GET, /api/pins/main/x, 404, no-such-pin",
        "GET, /api/pins/no/1, 404, no-such-pin",
        "GET, /api/boards/no, 404, no-such-board",
        "GET, /api/nothing, 404, not-found",
        "GET, /api/pins?pin=main, 400, invalid",
        "GET, /api/pins?color=red, 400, invalid",
        "GET, /api/pins?_method=PUT, 400, invalid",
        "GET, /api/pins?board=no, 404, no-such-board",
        "GET, /api/pins/main/3/level, 409, not-configured",
        "PUT, /api/pins/main/5/level, 409, not-capable",
        "DELETE, /api/pins/main/5, 405, method-not-allowed",
        "POST, /api/boards, 405, method-not-allowed",
        "POST, /api/events, 405, method-not-allowed",
        "GET, /api/events?pin=main/99, 404, no-such-pin",
        "GET, /api/events?last-event-id=x, 400, invalid",
    })
    void saysWhatIsWrong(String method, String path, int status, String type) {
        isProblem(http.json(method, path, "{\"level\":1}"), status, type);
    }

    @Test
    void saysWhatIsWrongWithABody() {
        isProblem(http.json("PUT", "/api/pins/main/27/level", "{\"level\": 1"), 400, "malformed");
        isProblem(http.json("PUT", "/api/pins/main/27/level", "[1]"), 400, "malformed");
        isProblem(http.json("PUT", "/api/pins/main/27/level", "{\"level\": 7}"), 400, "invalid");
        isProblem(
                http.json("PUT", "/api/pins/main/27/level", "{\"x\": \"" + "x".repeat(70_000) + "\"}"),
                413,
                "too-large");
        isProblem(
                Http.send(http.request("/api/pins/main/27/level")
                        .header("Content-Type", "application/xml")
                        .method("PUT", BodyPublishers.ofString("<level>1</level>"))),
                415,
                "unsupported-media-type",
                "\"field\":\"Content-Type\"",
                "\"expected\":\"application/json or text/plain\"");
        isProblem(Http.send(http.request("/api/pins").header("Accept", "application/xml")), 406, "not-acceptable");
    }

    @Test
    void aBoardThatIsAwayIsTriedAgain() {
        gateway.console("gpio:sim-fault main away");
        try {
            await().untilAsserted(() -> {
                var answer = http.get("/api/pins/main/27/level");
                isProblem(answer, 503, "board-away");
                assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            });
            assertThat(http.get("/api/health").statusCode()).isEqualTo(503);
        } finally {
            gateway.console("gpio:sim-fault main none");
        }
        await().untilAsserted(
                        () -> assertThat(http.get("/api/health").statusCode()).isEqualTo(200));
    }

    @Test
    void letsNobodyInWithoutALogin() {
        var change = HttpRequest.newBuilder(http.uri("/api/pins/main/27/level"))
                .header("Content-Type", "text/plain")
                .method("PUT", BodyPublishers.ofString("1"));
        var answer = Http.send(change.copy());
        assertThat(answer.statusCode()).isIn(401, 403);
        for (var wrong : List.of("Basic dGVzdDp3cm9uZw==", "Bearer nonsense")) {
            // 429 if other tests have tried too often
            var refused = Http.send(change.copy().header("Authorization", wrong));
            assertThat(refused.statusCode()).isIn(401, 429);
            assertThat(refused.body()).containsAnyOf("problem:unauthenticated", "problem:too-many-requests");
        }
        isProblem(
                Http.send(change.copy()
                        .header("Authorization", http.authorization())
                        .header("Origin", "http://evil.example")),
                403,
                "cross-site");
        isProblem(
                Http.send(change.copy()
                        .header("Authorization", http.authorization())
                        .header("Sec-Fetch-Site", "cross-site")),
                403,
                "cross-site");
    }

    @Test
    void guardsBrowsers() {
        var headers = http.get("/api/boards").headers();
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Content-Security-Policy").orElse("")).contains("frame-ancestors 'none'");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(headers.firstValue("Server")).isEmpty();
    }

    @Test
    void findsNothingElsewhere() {
        var answer = Http.send(HttpRequest.newBuilder(http.uri("/api").resolve("/elsewhere")));
        isProblem(answer, 404, "not-found");
    }

    @Test
    void tellsOfWhatHappens() throws Exception {
        var stream = Http.open(http.request("/api/events?pin=main/27"));
        assertThat(stream.statusCode()).isEqualTo(200);
        String id;
        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(OpenApi.checkEvent(event(lines)))
                    .contains("event: snapshot")
                    .anyMatch(it -> it.contains("\"pin\":\"main/27\""));
            var level = http.get("/api/pins/main/27/level").body().contains(":1}") ? 0 : 1;
            http.json("PUT", "/api/pins/main/27/level", "{\"level\":" + level + "}");
            var edge = OpenApi.checkEvent(event(lines));
            assertThat(edge).contains("event: edge").anyMatch(it -> it.contains("\"level\":" + level));
            id = edge.get(0).replace("id: ", "");
            http.json("PUT", "/api/pins/main/27/level", "{\"level\":" + (1 - level) + "}");
            assertThat(OpenApi.checkEvent(event(lines))).contains("event: edge");
        }
        var again = Http.open(http.request("/api/events?pin=main/27").header("Last-Event-ID", id));
        try (var lines = new BufferedReader(new InputStreamReader(again.body(), StandardCharsets.UTF_8))) {
            assertThat(OpenApi.checkEvent(event(lines))).contains("event: edge");
        }
        var foreign = Http.open(http.request("/api/events?pin=main/27").header("Last-Event-ID", "abc-1"));
        try (var lines = new BufferedReader(new InputStreamReader(foreign.body(), StandardCharsets.UTF_8))) {
            assertThat(OpenApi.checkEvent(event(lines)))
                    .contains("event: missed")
                    .anyMatch(it -> it.contains("\"restarted\""));
            assertThat(OpenApi.checkEvent(event(lines))).contains("event: snapshot");
        }
    }

    @Test
    void aChangedFileEndsNoStreamAndAWrongOneChangesNothing() throws Exception {
        var name = "org.edgepin.gpio.rest.cfg";
        var right = Files.readString(gateway.etc(name));
        var stream = Http.open(http.request("/api/events?pin=main/9"));
        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            OpenApi.checkEvent(event(lines));
            gateway.etc(name, "max_streams = many\nmax_stream = 5\n");
            await().untilAsserted(() -> assertThat(gateway.log())
                    .contains("REST: configuration refused, the one before runs on: max_streams = many: must be a whole"
                            + " number from 1 to 10000; max_stream = 5: unknown key; did you mean max_streams?"));

            gateway.etc(name, "max_streams = 1\n");
            await().untilAsserted(() -> {
                var second = Http.open(http.request("/api/events?pin=main/9"));
                second.body().close();
                assertThat(second.statusCode()).isEqualTo(503);
            });

            var level = http.get("/api/pins/main/9/level").body().contains(":1}") ? 0 : 1;
            http.json("PUT", "/api/pins/main/9/level", "{\"level\":" + level + "}");
            assertThat(OpenApi.checkEvent(event(lines))).contains("event: edge");
        } finally {
            gateway.etc(name, right);
        }
    }

    /** The lines of the next event. */
    static List<String> event(BufferedReader stream) throws IOException {
        var lines = new java.util.ArrayList<String>();
        for (var line = stream.readLine(); line != null; line = stream.readLine()) {
            if (!line.isEmpty()) {
                lines.add(line);
            } else if (!lines.isEmpty() && lines.stream().anyMatch(it -> it.startsWith("event:"))) {
                return lines;
            } else {
                lines.clear();
            }
        }
        return lines;
    }

    /** Each path and method of the description, with and without what it needs. */
    @Test
    void isAsTheDescriptionSays() {
        var document = http.get("/api/openapi.yaml").body();
        var path = "";
        var walked = 0;
        for (var line : document.substring(document.indexOf("\npaths:"), document.indexOf("\ncomponents:"))
                .lines()
                .toList()) {
            if (line.matches("  /.*:")) {
                path = line.strip().replace(":", "").replace("{board}", "main").replace("{number}", "27");
            } else if (line.matches("    (get|put|patch):")) {
                var method = line.strip().replace(":", "").toUpperCase(java.util.Locale.ROOT);
                walked++;
                var request = HttpRequest.newBuilder(http.uri("/api" + path)).method(method, BodyPublishers.noBody());
                assertThat(Http.send(request.copy()
                                        .header("Authorization", "Bearer nonsense")
                                        .header("Content-Type", "application/json"))
                                .statusCode())
                        .as(method + " " + path)
                        .isIn(401, 429);
                var authorized = request.copy().header("Authorization", http.authorization());
                isProblem(Http.send(authorized.copy().header("Accept", "image/png")), 406, "not-acceptable");
                if (method.equals("GET") && !path.equals("/events")) {
                    assertThat(Http.send(authorized.copy()).statusCode())
                            .as(path)
                            .isEqualTo(200);
                } else if (!method.equals("GET")) {
                    isProblem(
                            Http.send(authorized.copy().header("Content-Type", "image/png")),
                            415,
                            "unsupported-media-type");
                    isProblem(http.json(method, "/api" + path, "{"), 400, "malformed");
                }
            }
        }
        assertThat(walked).isEqualTo(17);
    }

    /** The session of the bundle's README, as it stands there. */
    @Test
    @NeedsProgram("curl")
    void theSessionOfTheReadmeIsAsItSays() throws Exception {
        var lines = Files.readAllLines(java.nio.file.Path.of(Sources.file("gpio.rest/README.md")));
        http.json("PATCH", "/api/levels", "{\"main/27\":0,\"main/9\":0}");
        var commands = 0;
        for (var i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("    $ curl ")) {
                commands++;
                var command = lines.get(i)
                        .replace("    $ ", "")
                        .replace("-u alice", "-s -u test:" + gateway.password())
                        .replace("localhost:8181", "127.0.0.1:" + gateway.httpPort());
                var process = new ProcessBuilder("bash", "-c", command).start();
                var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(said).as(command).isEqualTo(lines.get(i + 1).strip());
            }
        }
        assertThat(commands).isEqualTo(4);
    }

    @Test
    void countsForPrometheus() {
        gateway.console("gpio:write main/27=1");
        gateway.console("gpio:write main/27=0");

        var answer = http.get("/metrics");

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(answer.body())
                .contains(
                        "edgepin_board_up{board=\"main\"",
                        "edgepin_edges_total{board=\"main\"}",
                        "edgepin_write_seconds_bucket{le=\"",
                        "edgepin_write_seconds_sum",
                        "edgepin_listener_queue_events{listener=\"",
                        "edgepin_rest_streams",
                        "edgepin_mqtt_connected{connection=\"main\"} 1.0",
                        "jvm_memory_used_bytes",
                        "karaf_bundles{state=\"active\"}");
    }
}
