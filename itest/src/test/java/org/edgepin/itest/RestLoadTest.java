// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** REST while bundles are replaced, while nonsense is asked, and with many streams of which some are stalled. */
@Tag("alone")
class RestLoadTest {

    private static final int READERS = 20;
    private static final int WRITERS = 10;
    private static final int FOLLOWERS = 20;
    private static final int NONSENSE = 10_000;
    private static final int STREAMS = 200;
    private static final int STALLED = 10;
    private static final Pattern NUMBER = Pattern.compile("\"pin\":\"main/5\".*?\"sequence\":([0-9]+)");

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private Gateway gateway;
    private Http http;

    @BeforeEach
    void start() {
        gateway = Gateway.prepare()
                .etc(
                        "org.edgepin.gpio.sim-main.cfg",
                        "twin = rpi\ninputs = 5,6U,7D\noutputs = 8H,9,27L\npin.5.outside = square 20 ms\n");
        gateway.boot();
        http = new Http(gateway);
    }

    @AfterEach
    void stop() throws InterruptedException {
        ending.set(true);
        threads.forEach(Thread::interrupt);
        gateway.close();
        for (var thread : threads) {
            thread.join();
        }
    }

    private void begin(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void forever(String name, Runnable once) {
        begin(name, () -> {
            while (!ending.get()) {
                try {
                    once.run();
                } catch (RuntimeException e) {
                    if (!ending.get()) {
                        throw e;
                    }
                }
            }
        });
    }

    @Test
    void bundlesAreReplacedUnderLoadAndEveryAnswerIsRightOrSaysTryAgain() {
        Map<Integer, AtomicLong> answers = new ConcurrentHashMap<>();
        var wrong = new ConcurrentLinkedQueue<String>();
        var snapshots = new AtomicLong();
        var edges = new AtomicLong();
        var refusedSince = new AtomicLong();
        var longest = new AtomicLong();
        for (var i = 0; i < READERS; i++) {
            forever(
                    "reader " + i,
                    () -> check(
                            http.get("/api/pins/main/8/level"), "{\"pin\":\"main/8\",\"level\":1}", answers, wrong));
        }
        for (var i = 0; i < WRITERS; i++) {
            forever(
                    "writer " + i,
                    () -> check(
                            http.json("PUT", "/api/pins/main/9/level", "{\"level\":1}"),
                            "{\"pin\":\"main/9\",\"level\":1}",
                            answers,
                            wrong));
        }
        for (var i = 0; i < FOLLOWERS; i++) {
            begin("follower " + i, () -> {
                while (!ending.get()) {
                    follow("/api/events?pin=main/5", snapshots, edges, wrong);
                }
            });
        }
        forever("watch", () -> {
            var up = http.get("/api/health").statusCode() == 200;
            if (up && refusedSince.get() != 0) {
                longest.accumulateAndGet(System.nanoTime() - refusedSince.getAndSet(0), Math::max);
            } else if (!up && refusedSince.get() == 0) {
                refusedSince.set(System.nanoTime());
            }
        });
        await().atMost(Duration.ofMinutes(1)).until(() -> snapshots.get() >= FOLLOWERS);

        for (var bundle : List.of("rest", "core", "provider.sim", "metrics", "web", "rest")) {
            var before = snapshots.get();
            gateway.console("bundle:update org.edgepin.gpio." + bundle);
            await(bundle).atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                assertThat(http.get("/api/health").statusCode()).isEqualTo(200);
                if (bundle.equals("rest") || bundle.equals("core")) {
                    assertThat(snapshots.get()).isGreaterThanOrEqualTo(before + FOLLOWERS);
                }
            });
            var told = edges.get();
            await(bundle).atMost(Duration.ofMinutes(1)).until(() -> edges.get() > told + 10 * FOLLOWERS);
        }
        ending.set(true);

        assertThat(wrong).isEmpty();
        assertThat(answers.keySet()).contains(200).isSubsetOf(200, 503);
        report("swap: answers " + new TreeMap<>(answers) + ", longest without an answer "
                + Duration.ofNanos(longest.get()).toMillis() + " ms");
    }

    private static void check(
            HttpResponse<String> answer,
            String right,
            Map<Integer, AtomicLong> answers,
            ConcurrentLinkedQueue<String> wrong) {
        answers.computeIfAbsent(answer.statusCode(), it -> new AtomicLong()).incrementAndGet();
        var retry = answer.headers().firstValue("Retry-After").isPresent();
        if (answer.statusCode() == 200 ? !answer.body().equals(right) : answer.statusCode() != 503 || !retry) {
            wrong.add(answer.statusCode() + " " + answer.body());
        }
    }

    /** Follows a stream to its end and finds out whether the numbers of a pin go on without a hole. */
    private void follow(String path, AtomicLong snapshots, AtomicLong edges, ConcurrentLinkedQueue<String> wrong) {
        try {
            var stream = Http.open(http.request(path));
            try (var lines = new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
                var newest = -1L;
                for (var event = RestTest.event(lines);
                        !event.isEmpty() && !ending.get();
                        event = RestTest.event(lines)) {
                    var match = NUMBER.matcher(String.join("\n", event));
                    if (event.contains("event: snapshot") && match.find()) {
                        newest = Long.parseLong(match.group(1));
                        snapshots.incrementAndGet();
                    } else if (event.contains("event: edge") && match.find()) {
                        var number = Long.parseLong(match.group(1));
                        if (newest >= 0 && number != newest + 1 && number != 1) {
                            wrong.add(number + " after " + newest);
                        }
                        newest = number;
                        edges.incrementAndGet();
                    } else if (event.contains("event: missed")) {
                        newest = -1;
                    } else if (event.contains("event: gap")) {
                        newest = -1;
                    }
                }
            }
        } catch (IOException e) {
            // the stream has ended with its bundle; the next one begins
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void nonsenseIsRefusedAndChangesNothing() throws Exception {
        var file = Files.readString(gateway.etc("org.edgepin.gpio.sim-main.cfg"));
        var before = http.get("/api/pins?pin=main/8&pin=main/9&pin=main/27&pin=main/6")
                .body();
        var random = new Random(20_261_127);
        Map<Integer, Integer> answers = new TreeMap<>();
        for (var i = 0; i < NONSENSE; i++) {
            var request = nonsense(random);
            var answer = raw(request);
            var text = new String(answer, ISO_8859_1);
            var shown = new String(request, ISO_8859_1);
            if (!text.isEmpty()) {
                var status = Integer.parseInt(text.substring(9, 12));
                answers.merge(status, 1, Integer::sum);
                assertThat(status).as("%s%n%s", shown, text).isNotEqualTo(500);
                assertThat(text).as(shown).doesNotContain("\tat ", "Exception", "etty://", "Server:");
            } else {
                answers.merge(0, 1, Integer::sum);
            }
        }

        assertThat(http.get("/api/pins?pin=main/8&pin=main/9&pin=main/27&pin=main/6")
                        .body())
                .isEqualTo(before);
        assertThat(Files.readString(gateway.etc("org.edgepin.gpio.sim-main.cfg")))
                .isEqualTo(file);
        assertThat(gateway.complaints()).isEmpty();
        assertThat(answers.keySet()).contains(200, 400, 404, 405, 406, 415);
        report("nonsense: answers " + answers);
    }

    /** A request that may be right in all but one thing; none of them is a right request for a change. */
    private byte[] nonsense(Random random) {
        var methods = List.of("GET", "PUT", "PATCH", "POST", "DELETE", "HEAD", "OPTIONS", "BREW", "get", "TRACE");
        var paths = List.of(
                "/",
                "/boards",
                "/boards/main",
                "/boards/main/configuration",
                "/pins",
                "/pins/main/8",
                "/pins/main/8/level",
                "/pins/main/8/settings",
                "/levels",
                "/me",
                "/health",
                "/openapi.yaml",
                "/pins/main/-1",
                "/pins/%00/8",
                "/pins/main/99999999999",
                "/..%2f..%2fetc",
                "/%2e%2e/",
                "/pins/main/8/level;x=1",
                "/pins//8",
                "/ä",
                "/%zz");
        var types =
                List.of("application/json", "text/plain", "application/xml", "application/merge-patch+json", "x", "");
        var bodies = List.of(
                "",
                "{",
                "[]",
                "null",
                "{\"level\":2}",
                "{\"level\":\"1\"}",
                "{\"level\":null}",
                "{\"level\":1,\"level\":0}",
                "{\"main/8\":3}",
                "{\"main/99\":1}",
                "{\"main/8\":0,\"main/99\":1}",
                "{\"direction\":\"up\"}",
                "{\"name\":1}",
                "{\"name\":\"\\u0000\"}",
                "{\"inputs\":\"5,5\"}",
                "{\"x\":{}}",
                "2",
                "on",
                "{\"a\":" + "[".repeat(50) + "}",
                "{\"level\":1e999}",
                "\u0000\u0001",
                "{\"name\":\"\\ud800\"}",
                "{\"outputs\":\"$[env:HOME]\"}");
        var accepts = List.of("*/*", "application/json", "text/plain", "image/png", ";;;", "");
        var request = new StringBuilder();
        request.append(pick(random, methods)).append(" /gpio/api").append(pick(random, paths));
        if (random.nextInt(4) == 0) {
            request.append(pick(
                    random, List.of("?board=main", "?pin=main/8", "?x=1", "?pin=%", "?used=maybe", "?_method=PUT")));
        }
        request.append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
        if (random.nextInt(10) > 0) {
            request.append("Authorization: ").append(http.authorization()).append("\r\n");
        }
        if (random.nextInt(8) == 0) {
            request.append(pick(
                            random,
                            List.of(
                                    "If-Match: x",
                                    "X-HTTP-Method-Override: PUT",
                                    "Origin: null",
                                    "Content-Encoding: gzip",
                                    "Expect: 100-continue",
                                    "Range: bytes=0-",
                                    "X: " + "x".repeat(9_000))))
                    .append("\r\n");
        }
        var body = pick(random, bodies).getBytes(UTF_8);
        var bytes = new ByteArrayOutputStream();
        request.append("Content-Type: ")
                .append(pick(random, types))
                .append("\r\nAccept: ")
                .append(pick(random, accepts));
        request.append("\r\nContent-Length: ").append(body.length).append("\r\n\r\n");
        bytes.writeBytes(request.toString().getBytes(UTF_8));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private static String pick(Random random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private byte[] raw(byte[] request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.httpPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request);
            return socket.getInputStream().readAllBytes();
        } catch (java.net.SocketException e) {
            // what cannot be understood at all is not answered
            return new byte[0];
        }
    }

    @Test
    void stalledClientsCostTheOthersNothing() throws Exception {
        var stalled = new ArrayList<Socket>();
        for (var i = 0; i < STALLED; i++) {
            var socket = new Socket();
            socket.setReceiveBufferSize(1_024);
            socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.httpPort()));
            socket.getOutputStream()
                    .write(("GET /gpio/api/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + http.authorization()
                                    + "\r\n\r\n")
                            .getBytes(UTF_8));
            stalled.add(socket);
        }
        var wrong = new ConcurrentLinkedQueue<String>();
        var snapshots = new AtomicLong();
        var reading = STREAMS - STALLED;
        for (var i = 0; i < reading; i++) {
            begin("follower " + i, () -> follow("/api/events?pin=main/5", snapshots, new AtomicLong(), wrong));
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> snapshots.get() >= reading);
        assertThat(metric("edgepin_rest_streams")).isBetween((double) reading, (double) STREAMS);
        var edges = metric("edgepin_edges_total");

        await().atMost(Duration.ofMinutes(2)).until(() -> metric("edgepin_edges_total") > edges + 1_500);

        assertThat(wrong).isEmpty();
        assertThat(snapshots.get()).isEqualTo(reading);
        assertThat(metric("jvm_threads_current")).isLessThan(160);
        report("streams: " + metric("edgepin_rest_streams") + " with " + STALLED + " stalled, heap "
                + Math.round(metric("jvm_memory_used_bytes") / 1e6) + " MB, threads " + metric("jvm_threads_current")
                + ", missed by the stalled " + metric("edgepin_rest_missed_events_total"));
        for (var socket : stalled) {
            socket.close();
        }
    }

    private double metric(String name) {
        return http.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElse(0);
    }

    /** The figures of a run, beside the gateway that they are of. */
    private void report(String figures) {
        try {
            Files.writeString(gateway.folder().resolve("figures"), figures + "\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
