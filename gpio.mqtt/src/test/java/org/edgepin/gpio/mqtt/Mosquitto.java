// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Mosquitto on a free port of this machine, which can be killed and started again. */
final class Mosquitto implements AutoCloseable {

    private static final List<String> PLACES = List.of("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto");

    private final Path folder;
    private final int port;
    private final int tlsPort;
    private final List<String> configuration = new ArrayList<>();
    private @Nullable Process process;

    /** @param folder where its files are, empty and its own */
    Mosquitto(Path folder) throws IOException {
        this.folder = folder;
        this.port = freePort();
        this.tlsPort = freePort();
        configuration.add("listener " + port + " 127.0.0.1");
        configuration.add("allow_anonymous true");
        configuration.add("log_type none");
        configuration.add("max_queued_messages 0");
        if (System.getProperty("user.name").equals("root")) {
            // it would give up its rights, and then not read its files
            configuration.add("user root");
        }
    }

    static boolean isInstalled() {
        return program() != null;
    }

    private static @Nullable String program() {
        return PLACES.stream()
                .filter(it -> Files.isExecutable(Path.of(it)))
                .findFirst()
                .orElse(null);
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    int tlsPort() {
        return tlsPort;
    }

    /** Gives a user a password, also while it runs; whoever names no user comes in without one. */
    Mosquitto withUser(String user, String password) throws IOException, InterruptedException {
        var file = folder.resolve("passwords").toString();
        run("mosquitto_passwd", "-b", "-c", file, user, password);
        if (!configuration.contains("password_file " + file)) {
            configuration.add("password_file " + file);
        }
        if (process != null) {
            run("kill", "-HUP", String.valueOf(process.pid()));
        }
        return this;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var run = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (run.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }

    /** Listens on a second port, with TLS. */
    Mosquitto withTls(Certificates certificates, String server, boolean askForClient) {
        configuration.add("listener " + tlsPort + " 127.0.0.1");
        configuration.add("cafile " + certificates.authority());
        configuration.add("certfile " + certificates.server(server));
        configuration.add("keyfile " + certificates.serverKey(server));
        configuration.add("require_certificate " + askForClient);
        return this;
    }

    Mosquitto start() throws IOException {
        var file = Files.write(folder.resolve("mosquitto.conf"), configuration);
        process = new ProcessBuilder(Stream.of(program(), "-c", file.toString())
                        .map(String::valueOf)
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        await("Mosquitto on port " + port)
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptions()
                .until(() -> {
                    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        return socket.isConnected();
                    }
                });
        return this;
    }

    /** Ends it without a farewell, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        var ending = process;
        process = null;
        if (ending != null) {
            ending.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
