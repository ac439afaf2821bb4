// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code run} at the top of the sources. */
class RunTest {

    private static final String HTTP_PORT = "ORG_OPS4J_PAX_WEB_ORG_OSGI_SERVICE_HTTP_PORT";

    private final String mqttPort = Integer.toString(Ports.free());
    private final Path folder;

    RunTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void saysHowItIsUsed() throws Exception {
        var result = run("--help").run();

        assertThat(result.output())
                .contains(
                        "--headless",
                        "--data",
                        "--port",
                        "--http-port",
                        "--grpc-port",
                        "--malos-port",
                        "--no-broker",
                        "--build");
        assertThat(result.status()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "--frobnicate, there is no option --frobnicate",
        "--port, --port needs a value",
        "--http-port, --http-port needs a value",
        "--port=1884, there is no option --port=1884",
        "here, there is no option here",
    })
    void refusesWhatItDoesNotKnow(String option, String message) throws Exception {
        var result = run(option).run();

        assertThat(result.output()).isEqualTo("./run: " + message + "; ./run --help lists the options\n");
        assertThat(result.status()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0", "65536", "1883a", "-1", "99999999999999999999"})
    void refusesAPortThatIsNone(String port) throws Exception {
        var result = run("--port", port).run();

        assertThat(result.output()).startsWith("./run: --port is a number from 1 to 65535, not " + port);
        assertThat(result.status()).isEqualTo(2);
    }

    @Test
    void refusesAMalosPortThatLeavesNoRoomForTheOthers() throws Exception {
        var result = run("--malos-port", "65496").run();

        assertThat(result.output()).startsWith("./run: --malos-port is at most 65495, not 65496");
        assertThat(result.status()).isEqualTo(2);
    }

    @Test
    void movesPortsAndSaysWhichAreTaken() throws Exception {
        var output = folder.resolve("output");
        try (var http = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var grpc = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var malos = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var gateway = run("--headless", "--data", folder.toString(), "--port", mqttPort)
                    .with(HTTP_PORT, Integer.toString(http.getLocalPort()))
                    .with("ORG_EDGEPIN_GPIO_GRPC_MAIN_PORT", Integer.toString(grpc.getLocalPort()))
                    .with("ORG_EDGEPIN_GPIO_MALOS_INFO_PORT", Integer.toString(malos.getLocalPort()))
                    .start(output);
            try {
                awaitThat(gateway, () -> read(output).contains("configuration in "));
                assertThat(read(output))
                        .contains(
                                "Port " + http.getLocalPort() + " is taken: the page waits until it is free;"
                                        + " --http-port N uses another port.",
                                "Port " + grpc.getLocalPort() + " is taken: gRPC waits until it is free",
                                "Port " + malos.getLocalPort() + " is taken: MALOS waits until it is free");
            } finally {
                gateway.destroy();
                assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            var httpPort = Ports.free();
            var grpcPort = Ports.free();
            var malosPort = Ports.free(41);
            var second = run(
                            "--headless",
                            "--data",
                            folder.toString(),
                            "--port",
                            mqttPort,
                            "--http-port",
                            Integer.toString(httpPort),
                            "--grpc-port",
                            Integer.toString(grpcPort),
                            "--malos-port",
                            Integer.toString(malosPort))
                    .start(output);
            try {
                awaitThat(second, () -> read(output).contains("configuration in "));
                assertThat(read(output))
                        .contains("localhost:" + grpcPort, "malos 127.0.0.1:" + (malosPort + 37))
                        .doesNotContain("is taken");
                awaitThat(second, () -> listens(httpPort) && listens(malosPort) && listens(malosPort + 33));
            } finally {
                second.destroy();
                assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private static boolean listens(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void runsWithoutAConsoleUntilSigterm() throws Exception {
        var output = folder.resolve("output");
        var gateway = run("--headless", "--data", folder.toString(), "--port", mqttPort)
                .start(output);
        try {
            awaitThat(gateway, () -> read(output).contains("configuration in "));

            var second = run("--headless", "--data", folder.toString(), "--port", mqttPort)
                    .run();
            assertThat(second.output())
                    .contains("a gateway runs in " + folder.toRealPath() + " already, process " + gateway.pid());
            assertThat(second.status()).isEqualTo(1);
        } finally {
            gateway.destroy();
            assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(gateway.exitValue()).isZero();
        assertThat(read(output)).containsPattern("(?m)^Edgepin \\S+ is up, \\d+\\.\\d s after its start$");
        assertThat(read(output)).contains("board main Raspberry Pi (simulated) (org.edgepin.gpio.sim-main.cfg)");
    }

    @Test
    void saysThatTheMqttPortIsTaken() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = other.getLocalPort();

            var result = run("--headless", "--data", folder.toString(), "--port", Integer.toString(port))
                    .run();

            assertThat(result.output())
                    .contains("./run: port " + port + " is taken, perhaps by another gateway or MQTT broker; "
                            + "--no-broker uses that one, --port " + (port + 1) + " another port");
            assertThat(result.status()).isEqualTo(1);
        }
    }

    @Test
    void movesTheConsoleToAnotherPortAndLeavesTheBrokerToOthersIfAsked() throws Exception {
        var output = folder.resolve("output");
        try (var console = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var broker = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var taken = console.getLocalPort();
            var gateway = run(
                            "--headless",
                            "--no-broker",
                            "--data",
                            folder.toString(),
                            "--port",
                            Integer.toString(broker.getLocalPort()))
                    .with("ORG_APACHE_KARAF_SHELL_SSHPORT", Integer.toString(taken))
                    .start(output);
            try {
                awaitThat(gateway, () -> read(output).contains("configuration in "));

                assertThat(read(output)).contains("Port " + taken + " is taken: the console listens for ssh on port ");
                assertThat(read(output)).contains("broker off (org.edgepin.gpio.broker.cfg)");
                assertThat(read(output)).contains("mqtt main 127.0.0.1:" + broker.getLocalPort() + " as edgepin");
            } finally {
                gateway.destroy();
                assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            console.setSoTimeout(1);
            assertThatThrownBy(console::accept)
                    .as("to see that a port is taken nobody has called there")
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void endsInAConsoleThatCtrlDLeaves() throws Exception {
        var output = folder.resolve("output");
        // script gives it the terminal that it needs.
        var gateway = Command.of(
                        "script",
                        "-qec",
                        Sources.file("run") + " --port " + mqttPort + " --data " + folder,
                        "/dev/null")
                .with("TERM", "dumb")
                .with("ORG_APACHE_KARAF_SHELL_SSHPORT", Integer.toString(Ports.free()))
                .start(output);
        var keyboard = gateway.getOutputStream();
        try {
            awaitThat(
                    gateway,
                    () -> read(output).replaceAll("\u001B\\[[0-9;?]*[a-z]", "").contains("edgepin> "));
            keyboard.write("bundle:list\n".getBytes(UTF_8));
            keyboard.flush();
            awaitThat(gateway, () -> read(output).contains("Edgepin: core"));
            keyboard.write("\u0004".getBytes(UTF_8));
            keyboard.flush();
            assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            gateway.descendants().forEach(ProcessHandle::destroy);
            gateway.destroy();
        }

        assertThat(gateway.exitValue()).isZero();
    }

    @Test
    void keepsWhatTheUserHasChangedInItsConfiguration() throws Exception {
        install();
        var changed = folder.resolve("etc/org.ops4j.pax.logging.cfg");
        Files.writeString(changed, "log4j2.rootLogger.level = DEBUG\n");
        var deleted = folder.resolve("etc/org.apache.karaf.features.repos.cfg");
        Files.delete(deleted);
        var added = Files.writeString(folder.resolve("etc/org.example.mine.cfg"), "key = value\n");
        var untouched = folder.resolve("etc/org.apache.karaf.shell.cfg");
        var old = folder.resolve(".etc/org.apache.karaf.shell.cfg");
        Files.writeString(untouched, "# of an older version\n");
        Files.writeString(old, "# of an older version\n");

        install();

        assertThat(changed).hasContent("log4j2.rootLogger.level = DEBUG\n");
        assertThat(deleted).doesNotExist();
        assertThat(added).hasContent("key = value\n");
        assertThat(untouched).content().contains("sshHost = 127.0.0.1");
    }

    /** Lets run unpack the archive, as if it was built anew, and then stop for want of a Java. */
    private void install() throws Exception {
        var stamp = folder.resolve(".installed");
        if (Files.exists(stamp)) {
            Files.setLastModifiedTime(stamp, FileTime.from(Instant.EPOCH));
        }
        var result = run("--headless", "--data", folder.toString(), "--port", mqttPort)
                .with("JAVA_OPTS", "-no-such-option")
                .run();
        assertThat(result.output()).contains("-no-such-option");
        assertThat(stamp).exists();
    }

    private static Command run(String... options) {
        var words = new String[options.length + 1];
        words[0] = Sources.file("run");
        System.arraycopy(options, 0, words, 1, options.length);
        var malosPort = Ports.free(9);
        return Command.of(words)
                .with("ORG_APACHE_KARAF_SHELL_SSHPORT", Integer.toString(Ports.free()))
                .with(HTTP_PORT, Integer.toString(Ports.free()))
                .with("ORG_EDGEPIN_GPIO_GRPC_MAIN_PORT", Integer.toString(Ports.free()))
                .with("ORG_EDGEPIN_GPIO_MALOS_PORT", Integer.toString(malosPort))
                .with("ORG_EDGEPIN_GPIO_MALOS_SERVO_PORT", Integer.toString(malosPort + 4))
                .with("ORG_EDGEPIN_GPIO_MALOS_INFO_PORT", Integer.toString(malosPort + 8));
    }

    private static void awaitThat(Process gateway, BooleanSupplier condition) {
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            assertThat(gateway.isAlive()).as("the gateway lives").isTrue();
            return condition.getAsBoolean();
        });
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
