// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the dashboard, as a browser gets them. */
@ExtendWith(SharedGateway.class)
class DashboardFilesTest {

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    private HttpResponse<String> send(Gateway gateway, String method, String path, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.httpPort() + path))
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/gpio", "/gpio/", "/gpio/index.html"})
    void thePageIsThereForEverybody(String path, Gateway gateway) throws Exception {
        var answer = send(gateway, "GET", path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualToIgnoringWhitespace("text/html;charset=utf-8");
        assertThat(answer.body()).contains("<title>Edgepin</title>");
        assertThat(header(answer, "Set-Cookie")).isEmpty();
    }

    @Test
    void allowsThePageNothingButItsFiles(Gateway gateway) throws Exception {
        for (var path : new String[] {"/gpio", "/gpio/page.js", "/gpio/no-such-file"}) {
            var answer = send(gateway, "GET", path);

            assertThat(header(answer, "Content-Security-Policy"))
                    .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
            assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
        }
    }

    @Test
    void sendsAFileOnlyToWhoHasItNot(Gateway gateway) throws Exception {
        var first = send(gateway, "GET", "/gpio/page.js");
        var tag = header(first, "ETag");

        assertThat(header(first, "Content-Type")).isEqualToIgnoringWhitespace("text/javascript;charset=utf-8");
        assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
        var again = send(gateway, "GET", "/gpio/page.js", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "ETag")).isEqualTo(tag);
        assertThat(send(gateway, "GET", "/gpio/page.js", "If-None-Match", "\"older\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void saysWhatAFileIsWithoutSendingIt(Gateway gateway) throws Exception {
        var answer = send(gateway, "HEAD", "/gpio/page.css");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Integer.parseInt(header(answer, "Content-Length"))).isGreaterThan(1000);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/gpio/no-such-file",
                "/gpio/fonts/",
                "/gpio/OSGI-INF/org.edgepin.gpio.web.PageServlet.xml",
                "/gpio/page/page.js",
                "/gpio/META-INF/MANIFEST.MF",
                "/gpio/<script>",
            })
    void thereIsNothingElse(String path, Gateway gateway) throws Exception {
        var answer = send(gateway, "GET", path.replace("<", "%3C").replace(">", "%3E"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("<script>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void takesNothing(String method, Gateway gateway) throws Exception {
        var answer = send(gateway, method, "/gpio/");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void isNotInTheWayOfTheApi(Gateway gateway) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var boards = send(gateway, "GET", "/gpio/api/boards");
            assertThat(boards.statusCode()).isEqualTo(200);
            assertThat(header(boards, "Content-Type")).isEqualTo("application/json");
            var nothing = send(gateway, "GET", "/gpio/api/no-such-thing");
            assertThat(nothing.statusCode()).isEqualTo(404);
            assertThat(header(nothing, "Content-Type")).isEqualTo("application/problem+json");
        });
    }
}
