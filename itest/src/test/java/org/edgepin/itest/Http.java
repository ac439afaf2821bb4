// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;

/** A client of a gateway's REST, logged in as the user {@code test} unless told otherwise. */
final class Http {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Gateway gateway;

    Http(Gateway gateway) {
        this.gateway = gateway;
    }

    /** Returns the address of something below {@code /gpio}. */
    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + gateway.httpPort() + "/gpio" + path);
    }

    /** Returns the value of the header {@code Authorization}. */
    String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString(("test:" + gateway.password()).getBytes(UTF_8));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", authorization());
    }

    /** Sends a request. An answer of the API that is not as its description says fails. */
    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            var answer = CLIENT.send(request.build(), BodyHandlers.ofString());
            OpenApi.check(answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Opens a stream whose body is read as it comes. */
    static HttpResponse<InputStream> open(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofInputStream());
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpResponse<String> json(String method, String path, String body) {
        return send(
                request(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body)));
    }
}
