// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The examples of the README, as they stand there, against a gateway as shipped. */
class ReadmeTest {

    /** A published command, and after the hash what a subscriber sees, up to an ellipsis or an "or". */
    private static final Pattern PUBLISH = Pattern.compile(" {4}mosquitto_pub (.*?) +# (\\S+ .*)");

    /** A command to curl, and after the hash what it prints. */
    private static final Pattern REQUEST = Pattern.compile(" {4}(curl .*?) +# (.*)");

    @AutoClose
    private static Gateway gateway;

    private static String readme;

    @BeforeAll
    static void start() throws IOException {
        readme = Files.readString(Path.of(Sources.file("README.md")));
        gateway = Gateway.start();
    }

    @Test
    @NeedsProgram("mosquitto_sub")
    void whatIsPublishedIsAnsweredAsSaid() throws Exception {
        var port = Integer.toString(gateway.mqttPort());
        var seen = Files.createTempFile("seen", ".txt");
        var subscriber = new ProcessBuilder("mosquitto_sub", "-p", port, "-t", "gpio/#", "-v")
                .redirectOutput(seen.toFile())
                .start();
        try {
            await().untilAsserted(() -> assertThat(seen).content().contains("gpio/edgepin/27/state 0"));
            var examples = PUBLISH.matcher(readme);
            var count = 0;
            while (examples.find()) {
                count++;
                var command = new ArrayList<>(List.of("mosquitto_pub", "-p", port));
                command.addAll(Arrays.asList(examples.group(1).split(" ", -1)));
                assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
                var answer = examples.group(2).split("…| 0 or ", -1)[0];
                await(examples.group())
                        .untilAsserted(() -> assertThat(seen).content(UTF_8).contains("\n" + answer));
            }
            assertThat(count).isEqualTo(3);
        } finally {
            subscriber.destroy();
            Files.delete(seen);
        }
    }

    @Test
    @NeedsProgram("curl")
    void whatCurlAsksForIsAnsweredAsSaid() throws Exception {
        gateway.console("gpio:write main/27=1");
        var examples = REQUEST.matcher(readme);
        var count = 0;
        while (examples.find()) {
            count++;
            var command = "token=$(cat " + gateway.etc("edgepin.token") + "); "
                    + examples.group(1)
                            .replace("localhost:8181", "127.0.0.1:" + gateway.httpPort())
                            .replace("curl ", "curl -s ");
            assertThat(Command.of("sh", "-c", command).run().output())
                    .as(command)
                    .isEqualTo(examples.group(2));
        }
        assertThat(count).isEqualTo(2);
    }

    @Test
    void theCommandsOfTheConsoleWork() {
        var commands = readme.lines()
                .filter(line -> line.startsWith("    gpio:"))
                .map(String::strip)
                .toList();
        assertThat(commands).hasSizeGreaterThan(3);
        for (var command : commands) {
            if (command.startsWith("gpio:watch")) {
                gateway.console("gpio:sim-set main/5 square 100 ms");
                assertThat(gateway.console(command.replace("watch", "watch -n 1")))
                        .contains("main/5");
                gateway.console("gpio:sim-set main/5 open");
            } else {
                assertThat(gateway.console(command)).as(command).contains("main/");
            }
        }
    }

    @Test
    void theConfiguredBoardIsTakenAsItStands() {
        var shipped = read(gateway.etc("org.edgepin.gpio.sim-main.cfg"));
        var example = Pattern.compile("(?m)^ {4}twin = .*\n( {4}.*\n)+").matcher(readme);
        assertThat(example.find()).isTrue();

        gateway.etc("org.edgepin.gpio.sim-main.cfg", example.group().indent(-4));
        await().untilAsserted(
                        () -> assertThat(gateway.console("gpio:pins main/5")).contains("door"));
        assertThat(gateway.console("gpio:boards")).doesNotContain("refused");

        gateway.etc("org.edgepin.gpio.sim-main.cfg", shipped);
        await().untilAsserted(
                        () -> assertThat(gateway.console("gpio:pins main/5")).doesNotContain("door"));
    }

    @Test
    void eachLinkToAFileLeadsSomewhere() {
        var links = Pattern.compile("\\]\\(([^):#]+)\\)").matcher(readme);
        var count = 0;
        while (links.find()) {
            count++;
            assertThat(Path.of(Sources.file(links.group(1)))).exists();
        }
        assertThat(count).isGreaterThan(5);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
