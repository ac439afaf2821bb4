// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A gateway in a process of its own: the archive as it is shipped, with its own configuration, log
 * and ports. It has one user more than a fresh one, for {@link #console}.
 *
 * <pre>{@code
 * try (var gateway = Gateway.start()) {
 *     assertThat(gateway.console("gpio:boards")).contains("main");
 * }
 * }</pre>
 *
 * <p>Starting takes some seconds: a test that changes nothing that others see shares one with them,
 * see {@link SharedGateway}. For one thread.
 */
public final class Gateway implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path WORKSPACE = Path.of(System.getProperty("edgepin.workspace", "target/gateways"));
    private static final AtomicInteger COUNT = new AtomicInteger();

    static {
        // nothing here is about how fast a machine is that may have much else to do
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    private final Path folder;
    private final String password = UUID.randomUUID().toString();
    private final int sshPort = Ports.free();
    private final int mqttPort = Ports.free();
    private final int malosPort = Ports.free(9);
    private final int httpPort = Ports.free();
    private final int grpcPort = Ports.free();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> wrapper = new ArrayList<>();
    private @Nullable Process process;
    private @Nullable SshClient ssh;

    private Gateway(Path folder) {
        this.folder = folder;
    }

    /** Starts a gateway and returns when it is up. */
    public static Gateway start() {
        return prepare().boot();
    }

    /** Makes a gateway that is not started yet, so that its configuration can be changed before. */
    public static Gateway prepare() {
        try {
            var folder = WORKSPACE.resolve("gateway-" + COUNT.incrementAndGet()).toAbsolutePath();
            delete(folder);
            copy(Home.FOLDER.resolve("etc"), folder.resolve("etc"));
            for (var empty : List.of("data/tmp", "data/log", "deploy")) {
                Files.createDirectories(folder.resolve(empty));
            }
            var gateway = new Gateway(folder);
            gateway.environment.put("JAVA_HOME", System.getProperty("java.home"));
            gateway.environment.put("KARAF_BASE", folder.toString());
            gateway.environment.put("KARAF_EXEC", "exec");
            gateway.environment.put("KARAF_OPTS", "-Dkaraf.instances=" + folder.resolve("instances"));
            gateway.environment.put("CHECK_ROOT_INSTANCE_RUNNING", "false");
            gateway.environment.put("ORG_EDGEPIN_GPIO_GRPC_MAIN_PORT", Integer.toString(gateway.grpcPort));
            gateway.environment.put("ORG_EDGEPIN_GPIO_BROKER_PORT", Integer.toString(gateway.mqttPort));
            gateway.environment.put("ORG_EDGEPIN_GPIO_MQTT_MAIN_BROKER", "tcp://127.0.0.1:" + gateway.mqttPort);
            gateway.environment.put("ORG_EDGEPIN_GPIO_MALOS_PORT", Integer.toString(gateway.malosPort));
            gateway.environment.put("ORG_EDGEPIN_GPIO_MALOS_SERVO_PORT", Integer.toString(gateway.malosServoPort()));
            gateway.environment.put("ORG_EDGEPIN_GPIO_MALOS_INFO_PORT", Integer.toString(gateway.malosInfoPort()));
            gateway.environment.put("ORG_OPS4J_PAX_WEB_ORG_OSGI_SERVICE_HTTP_PORT", Integer.toString(gateway.httpPort));
            // Not by the environment, of which Karaf's ssh may hear too late.
            var shell = folder.resolve("etc/org.apache.karaf.shell.cfg");
            Files.writeString(
                    shell, Files.readString(shell).replaceFirst("(?m)^sshPort = .*$", "sshPort = " + gateway.sshPort));
            var users = folder.resolve("etc/users.properties");
            Files.writeString(users, Files.readString(users) + "\ntest = " + gateway.password + ",_g_:admingroup\n");
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets a variable of the environment in which the gateway will be started. */
    public Gateway environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Sets a command that starts the gateway, given to it as further arguments. */
    public Gateway under(List<String> command) {
        wrapper.addAll(command);
        return this;
    }

    /**
     * Starts the gateway, for the first time or after {@link #stop()}, and returns when it is up; if it
     * does not come up, its process is ended.
     */
    public Gateway boot() {
        try {
            return tryToBoot();
        } catch (RuntimeException | Error e) {
            try {
                close();
            } catch (RuntimeException | Error second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private Gateway tryToBoot() {
        var command = new ArrayList<>(wrapper);
        command.add(Home.FOLDER.resolve("bin/karaf").toString());
        command.add("server");
        var earlier = log().length();
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KARAF_") || name.equals("JAVA_OPTS"));
        builder.environment().putAll(environment);
        try {
            var started = builder.start();
            process = started;
            // For a test run that is cancelled.
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            await("the gateway in " + folder).atMost(PATIENCE).until(() -> {
                assertThat(started.isAlive())
                        .as(() -> "the gateway lives; it said: " + output() + log().substring(earlier))
                        .isTrue();
                return log().substring(earlier).contains(" configuration in ");
            });
            // Karaf opens the port for ssh on a thread of its own. Under a wrapper it may not be within reach.
            await("ssh on port " + sshPort).atMost(PATIENCE).until(() -> !wrapper.isEmpty() || listens(sshPort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Sends SIGTERM and returns the exit status. */
    public int stop() {
        var running = process();
        running.destroy();
        await("the end of the gateway in " + folder).atMost(PATIENCE).until(() -> !running.isAlive());
        if (ssh != null) {
            ssh.stop();
            ssh = null;
        }
        process = null;
        return running.exitValue();
    }

    /** Kills the gateway if it still runs. */
    @Override
    public void close() {
        if (process != null) {
            try {
                stop();
            } finally {
                if (process != null) {
                    process.destroyForcibly();
                }
            }
        }
    }

    /** Runs a command in the console and returns what it prints; fails if the command fails. */
    public String console(String command) {
        return console("test", password, command);
    }

    /** Runs a command in the console that is expected to fail and returns what it prints. */
    public String refused(String command) {
        return refused("test", password, command);
    }

    /** Runs a command as another user and returns what it prints; fails if the command fails. */
    public String console(String user, String userPassword, String command) {
        var answer = execute(user, userPassword, command);
        assertThat(answer.status())
                .as(() -> command + " says: " + answer.text())
                .isZero();
        return answer.text();
    }

    /** Runs a command as another user, that is expected to fail, and returns what it prints. */
    public String refused(String user, String userPassword, String command) {
        var answer = execute(user, userPassword, command);
        assertThat(answer.status())
                .as(() -> command + " says: " + answer.text())
                .isNotZero();
        return answer.text();
    }

    /** Writes a file in {@code etc}, at once as a whole. */
    public Gateway etc(String name, String content) {
        try {
            var part = Files.writeString(folder.resolve("data/tmp").resolve(name), content);
            Files.move(part, etc(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Returns where a file of {@code etc} is. */
    public Path etc(String name) {
        return folder.resolve("etc").resolve(name);
    }

    /** Returns the log since the first start. */
    public String log() {
        return read(folder.resolve("data/log/edgepin.log"));
    }

    /** Returns the audit log since the first start. */
    public List<String> audit() {
        return read(folder.resolve("data/log/audit.log")).lines().toList();
    }

    /** Returns the token that was made at the first start and may do everything. */
    public String token() {
        return read(etc("edgepin.token")).strip();
    }

    /** Returns the lines of the log that are warnings or errors. */
    public List<String> complaints() {
        return log().lines()
                .filter(line -> line.matches("\\S+ \\S+ (WARN|ERROR|FATAL) .*"))
                .toList();
    }

    /** Returns what the gateway printed since it was started last. */
    public String output() {
        return read(folder.resolve("output"));
    }

    /** Returns the gateway's folder, with {@code etc}, {@code data} and {@code deploy}. */
    public Path folder() {
        return folder;
    }

    /** Returns the port on which the console listens for ssh. */
    public int sshPort() {
        return sshPort;
    }

    /** Returns the port of the embedded MQTT broker, to which the gateway is connected. */
    public int mqttPort() {
        return mqttPort;
    }

    /** Returns the first of the four ports of MALOS's GPIO driver. */
    public int malosPort() {
        return malosPort;
    }

    /** Returns the first of the four ports of MALOS's servo driver. */
    public int malosServoPort() {
        return malosPort + 4;
    }

    /** Returns the port of MALOS's driver info. */
    public int malosInfoPort() {
        return malosPort + 8;
    }

    /** Returns the port on which the gateway listens for HTTP. */
    public int httpPort() {
        return httpPort;
    }

    /** Returns the password of the user {@code test}, who may do everything. */
    public String password() {
        return password;
    }

    /** Returns the port of the gateway's gRPC server. */
    public int grpcPort() {
        return grpcPort;
    }

    /** Returns the process of the gateway, which must run. */
    public Process process() {
        if (process == null) {
            throw new IllegalStateException("the gateway in " + folder + " does not run");
        }
        return process;
    }

    private record Answer(int status, String text) {}

    /** Karaf closes the connection after each command. */
    private Answer execute(String user, String userPassword, String command) {
        process();
        var output = new ByteArrayOutputStream();
        try (var session =
                ssh().connect(user, "127.0.0.1", sshPort).verify(PATIENCE).getSession()) {
            session.addPasswordIdentity(userPassword);
            session.auth().verify(PATIENCE);
            try (var channel = session.createExecChannel(command)) {
                channel.setOut(output);
                channel.setErr(output);
                channel.open().verify(PATIENCE);
                var events = channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE);
                assertThat(events)
                        .as(() -> command + " ends; so far it said: " + output.toString(UTF_8))
                        .doesNotContain(ClientChannelEvent.TIMEOUT);
                var status = channel.getExitStatus();
                return new Answer(status == null ? -1 : status, output.toString(UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(command + ": " + e.getMessage(), e);
        }
    }

    private static boolean listens(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private SshClient ssh() {
        if (ssh == null) {
            ssh = SshClient.setUpDefaultClient();
            ssh.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
            ssh.start();
        }
        return ssh;
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.collect(toCollection(ArrayList::new))) {
                var copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The unpacked archive, which all gateways of a test run share and none changes. */
    private static final class Home {

        static final Path FOLDER = unpack();

        private static Path unpack() {
            try {
                var folder = WORKSPACE.resolve("home").toAbsolutePath();
                delete(folder);
                Files.createDirectories(folder);
                var tar = new ProcessBuilder(
                                "tar",
                                "-xzf",
                                System.getProperty("edgepin.archive", "(the property edgepin.archive is not set)"),
                                "-C",
                                folder.toString(),
                                "--strip-components=1")
                        .inheritIO()
                        .start();
                assertThat(tar.waitFor(1, TimeUnit.MINUTES) ? tar.exitValue() : -1)
                        .isZero();
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
