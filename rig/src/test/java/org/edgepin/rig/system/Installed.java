// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;

/** The gateway, installed and started as the guide says: user edgepin, program, configuration and log in their places. */
final class Installed {

    static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path ETC = Path.of("/etc/edgepin");
    private static final Path LOG = Path.of("/var/log/edgepin/edgepin.log");
    private static final Path JOURNAL = Path.of("/run/edgepin.journal");

    /** Kept, as it would forget its level. */
    private static final Logger SSHD = Logger.getLogger("org.apache.sshd");

    private final SshClient ssh = SshClient.setUpDefaultClient();

    /** Starts with nothing, installs and starts the gateway with some files in its configuration instead of the first boards. */
    Installed(List<Path> configuration) throws IOException, InterruptedException {
        Files.createDirectories(Path.of("/etc/udev/rules.d"));
        Files.createDirectories(Path.of("/etc/modules-load.d"));
        Files.createDirectories(Path.of("/etc/systemd/system"));
        Guide.follow("Install the service");
        Guide.run("systemctl stop edgepin; rm -f /etc/edgepin/org.edgepin.gpio.{sim,mqtt}-*.cfg " + JOURNAL);
        for (var file : configuration) {
            Files.copy(file, ETC.resolve(String.valueOf(file.getFileName())), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(ETC.resolve("users.properties"), "\ntest = test,_g_:admingroup\n", StandardOpenOption.APPEND);
        Guide.run("chown -R edgepin: /etc/edgepin; rm -rf /var/log/edgepin/*; systemctl start edgepin");
        SSHD.setLevel(Level.SEVERE);
        ssh.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        ssh.start();
        awaitUp(1);
    }

    /** Waits until it has been up so many times since it was installed. */
    void awaitUp(int times) {
        await("the gateway")
                .atMost(PATIENCE)
                .until(() -> log().lines()
                                .filter(line -> line.contains(" configuration in "))
                                .count()
                        >= times);
    }

    String log() {
        return Guide.read(LOG);
    }

    /** Returns what it has printed, which systemd's journal would have. */
    String journal() {
        return Guide.read(JOURNAL);
    }

    /** Returns the lines of the log that are warnings or errors. */
    List<String> complaints() {
        return log().lines()
                .filter(line -> line.matches("\\S+ \\S+ (WARN|ERROR|FATAL) .*"))
                .toList();
    }

    /** Returns the lines of the log that are about a board's outage. */
    List<String> outages(String board) {
        return log().lines()
                .filter(line ->
                        line.contains("board " + board + " is away") || line.contains("board " + board + " is back"))
                .map(line -> line.replaceFirst(".* board ", "board "))
                .toList();
    }

    /** Returns how often a board has been opened by a provider that has just been started. */
    long starts(String board) {
        return log().lines()
                .filter(line -> line.contains("board " + board + " is up: "))
                .count();
    }

    /** Runs a command in the console; returns what it prints, whether it fails or not. */
    String console(String command) throws IOException {
        var output = new ByteArrayOutputStream();
        try (var session = await("ssh")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> ssh.connect("test", "127.0.0.1", 8101)
                                .verify(PATIENCE)
                                .getSession(),
                        it -> true)) {
            session.addPasswordIdentity("test");
            session.auth().verify(PATIENCE);
            try (var channel = session.createExecChannel(command)) {
                channel.setOut(output);
                channel.setErr(output);
                channel.open().verify(PATIENCE);
                var events = channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE);
                assertThat(events).as(command).doesNotContain(ClientChannelEvent.TIMEOUT);
            }
        }
        return output.toString(UTF_8);
    }

    /** Stops it and takes everything away. */
    void uninstall() throws IOException, InterruptedException {
        ssh.stop();
        Guide.follow("Uninstall");
    }
}
