// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Debian's Chromium without a window, driven through the DevTools protocol, which it speaks itself.
 *
 * <pre>{@code
 * try (var browser = Browser.start(); var tab = browser.open(BrowserTab.DESKTOP)) {
 *     tab.go("http://127.0.0.1:8181/gpio");
 *     tab.click("#session");
 * }
 * }</pre>
 */
final class Browser implements AutoCloseable {

    static final String PROGRAM = "chromium";

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final Map<String, BiConsumer<String, JsonNode>> listeners = new ConcurrentHashMap<>();

    private Browser(Process process, String address) {
        this.process = process;
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), new Incoming())
                .join();
    }

    /** Starts a browser with an empty profile. */
    static Browser start() {
        try {
            var profile = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "chromium-");
            var command = new ArrayList<>(List.of(
                    NeedsProgram.Condition.find(PROGRAM).orElseThrow().toString(),
                    "--headless",
                    "--remote-debugging-port=0",
                    "--user-data-dir=" + profile.toAbsolutePath(),
                    "--disable-gpu",
                    "--disable-quic",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-dev-shm-usage",
                    "--disable-sync",
                    "--no-first-run"));
            if (System.getProperty("user.name").equals("root")) {
                command.add("--no-sandbox");
            }
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(profile.resolve("output").toFile())
                    .start();
            // For a test run that is cancelled.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            var ready = profile.resolve("DevToolsActivePort");
            await("Chromium")
                    .atMost(PATIENCE)
                    .until(() -> Files.exists(ready) && lines(ready).size() == 2);
            var port = lines(ready);
            return new Browser(process, "ws://127.0.0.1:" + port.get(0) + port.get(1));
        } catch (IOException e) {
            throw new IllegalStateException("Chromium does not start", e);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file);
    }

    /** Opens an empty tab with a storage of its own: nobody is logged in. */
    BrowserTab open(BrowserTab.Device device) {
        var context = call("Target.createBrowserContext", JSON.createObjectNode())
                .get("browserContextId")
                .asText();
        var target = call("Target.createTarget", object("url", "about:blank").put("browserContextId", context))
                .get("targetId")
                .asText();
        var session = call("Target.attachToTarget", object("targetId", target).put("flatten", true))
                .get("sessionId")
                .asText();
        return new BrowserTab(this, session, context, device);
    }

    static ObjectNode object(String key, String value) {
        return JSON.createObjectNode().put(key, value);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    JsonNode call(String method, ObjectNode parameters) {
        return call("", method, parameters);
    }

    /** Sends a command, of a tab unless the session is empty, and returns its result. */
    JsonNode call(String session, String method, ObjectNode parameters) {
        var number = numbers.incrementAndGet();
        var message = JSON.createObjectNode().put("id", number).put("method", method);
        message.set("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        var answer = new CompletableFuture<JsonNode>();
        answers.put(number, answer);
        try {
            socket.sendText(message.toString(), true).join();
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(method, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(method + " " + parameters + ": " + e.getMessage(), e);
        }
    }

    /** Tells of what happens in a tab, on a thread of the connection's. */
    void listen(String session, BiConsumer<String, JsonNode> listener) {
        listeners.put(session, listener);
    }

    void forget(String session) {
        listeners.remove(session);
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        await("the end of Chromium").atMost(PATIENCE).until(() -> !process.isAlive());
    }

    private final class Incoming implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                var text = message.toString();
                message.setLength(0);
                take(text);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void take(String text) {
            try {
                var content = JSON.readTree(text);
                if (content.has("id")) {
                    var answer = answers.remove(content.get("id").asInt());
                    if (answer == null) {
                        return;
                    }
                    if (content.has("error")) {
                        answer.completeExceptionally(
                                new IOException(content.get("error").toString()));
                    } else {
                        answer.complete(content.get("result"));
                    }
                } else {
                    var listener = listeners.get(content.path("sessionId").asText());
                    if (listener != null) {
                        listener.accept(content.get("method").asText(), content.get("params"));
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException(text, e);
            }
        }
    }
}
