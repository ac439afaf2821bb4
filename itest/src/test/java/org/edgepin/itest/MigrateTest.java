// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of docs/migrate, done as they say, on a machine without the hardware: there the real board is away. */
class MigrateTest {

    private static final Pattern BLOCK = Pattern.compile("(?m)^```(\\w*)\\n((?:(?!```).*\\n)+)```$");
    private static final Pattern PUBLISH = Pattern.compile("(?m)^ {4}mosquitto_pub (.*?) +# (\\S+) (.*)$");

    @AutoClose
    private final Gateway gateway = Gateway.start();

    static String page(String name) throws IOException {
        return Files.readString(Path.of(Sources.file("docs/migrate/" + name + ".md")));
    }

    /** The blocks of a language, in order. */
    static List<String> blocks(String page, String language) {
        return BLOCK.matcher(page)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /** Runs what the page has for the shell, in the gateway's folder. */
    private void shell(String page) throws Exception {
        var commands = blocks(page, "sh");
        assertThat(commands).isNotEmpty();
        for (var command : commands) {
            var result = Command.of(
                            "sh",
                            "-ec",
                            "cd \"$0\"\n" + command,
                            gateway.folder().toString())
                    .run();
            assertThat(result.status()).as(command + result.output()).isZero();
        }
    }

    /** Runs what the page has for the console. */
    private void console(String page) {
        var commands = blocks(page, "");
        assertThat(commands).isNotEmpty();
        commands.stream().flatMap(String::lines).forEach(gateway::console);
    }

    private void awaitBoard(String name, String model) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(gateway.console("gpio:boards --no-format"))
                        .containsPattern("(?m)^" + name + "\\b.*" + model)
                        .doesNotContain("simulated\\) *" + name)
                        .doesNotContain("refused"));
    }

    @Test
    void fromTheGl20() throws Exception {
        var page = page("gl20");
        page.lines()
                .filter(line -> line.startsWith("    gpio:"))
                .forEach(line -> assertThat(gateway.console(line.strip())).contains("gl20/0"));
        var files = blocks(page, "properties");
        assertThat(files).hasSize(2);

        gateway.etc("org.edgepin.gpio.gl20-dio.cfg", files.get(0));
        shell(page);
        awaitBoard("dio", "GL20");
        await().untilAsserted(() ->
                assertThat(gateway.console("gpio:boards --no-format")).doesNotContainPattern("(?m)^gl20\\b"));
        console(page);
        // the old clients are served by the new board, which on this machine is away
        await().untilAsserted(() -> assertThat(Python.script("gl20_client", "127.0.0.1:" + gateway.grpcPort())
                        .run()
                        .output())
                .contains("StatusCode.UNAVAILABLE", "dio: "));
    }

    @Test
    void fromTheGl20WithClientsOnOtherMachines() throws Exception {
        // Not really for them: the address is one of this machine's own, and the file's is only read.
        var file = blocks(page("gl20"), "properties").get(1);
        gateway.etc("org.edgepin.gpio.grpc-main.cfg", file.replace("host = 0.0.0.0", "host = 127.0.0.2"));

        var client = Python.script("gl20_client", "127.0.0.2:" + gateway.grpcPort());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(client.run().output()).isEqualTo("False\n0b11111100\nTrue\n"));
        assertThat(file).contains("gl20_beyond_loopback = true");
    }

    @Test
    @NeedsProgram("mosquitto_sub")
    void fromGreengrassWithoutTheHardware() throws Exception {
        var port = Integer.toString(gateway.mqttPort());
        var seen = Files.createTempFile("seen", ".txt");
        var subscriber = new ProcessBuilder("mosquitto_sub", "-p", port, "-t", "gpio/#", "-v")
                .redirectOutput(seen.toFile())
                .start();
        try {
            await().untilAsserted(() -> assertThat(seen).content().contains("gpio/edgepin/27/state 0"));
            var examples = PUBLISH.matcher(page("greengrass")).results().toList();
            assertThat(examples).hasSize(4);
            for (var example : examples) {
                var before = Files.size(seen);
                var result = Command.of("sh", "-c", "exec mosquitto_pub -p " + port + " " + example.group(1))
                        .run();
                assertThat(result.status()).as(result.output()).isZero();
                await(example.group()).untilAsserted(() -> assertThat(
                                Files.readString(seen, UTF_8).substring((int) before))
                        .contains(example.group(2) + " " + example.group(3) + "\n"));
            }
        } finally {
            subscriber.destroy();
            Files.delete(seen);
        }
    }

    @Test
    void fromGreengrass() throws Exception {
        var page = page("greengrass");
        var files = blocks(page, "properties");
        assertThat(files).hasSize(3);

        shell(page);
        gateway.etc("org.edgepin.gpio.rpi-main.cfg", files.get(0));
        awaitBoard("main", "");
        gateway.etc(
                "org.edgepin.gpio.mqtt-main.cfg",
                (files.get(1) + files.get(2)).replace(":1883", ":" + gateway.mqttPort()));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(gateway.console("edgepin:welcome"))
                .contains("as my-core-thing"));
        assertThat(gateway.log()).doesNotContain("refused");
        console(page);
    }

    @Test
    @NeedsProgram("mosquitto_sub")
    void whatIsRetainedBelowAnOldNameIsCleared() throws Exception {
        var port = Integer.toString(gateway.mqttPort());
        mosquitto("pub", port, "-r -t gpio/old-thing/5/state -m 1");
        mosquitto("pub", port, "-r -t edgepin/old-thing/5 -m {}");
        var old = "-t gpio/old-thing/# -t edgepin/old-thing/# -v --retained-only -W 1";
        assertThat(mosquitto("sub", port, old)).contains("gpio/old-thing/5/state 1");

        var commands = blocks(page("greengrass"), "bash");
        assertThat(commands).hasSize(1);
        Command.of("sh", "-c", commands.get(0).replace("mosquitto_sub", "mosquitto_sub -p " + port))
                .run();

        assertThat(mosquitto("sub", port, old)).doesNotContain("old-thing");
        assertThat(mosquitto("sub", port, "-t gpio/edgepin/27/state -v --retained-only -W 1"))
                .contains("gpio/edgepin/27/state 0");
    }

    private static String mosquitto(String what, String port, String arguments) throws Exception {
        var command = new ArrayList<>(List.of("mosquitto_" + what, "-p", port));
        command.addAll(List.of(arguments.split(" ")));
        return Command.of(command.toArray(String[]::new)).run().output();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gl20", "greengrass"})
    void eachLinkLeadsSomewhere(String name) throws Exception {
        var links = Pattern.compile("\\]\\(([^):#]+)\\)")
                .matcher(page(name))
                .results()
                .toList();
        assertThat(links).isNotEmpty();
        links.forEach(link -> assertThat(Path.of(Sources.file("docs/migrate/" + link.group(1))))
                .exists());
    }
}
