// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** docs/migrate/matrix.md: what it says to do is done here, in its order, on ports of this test. */
@TestMethodOrder(OrderAnnotation.class)
class MigrateFromMatrixTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CONFIGURATION = "org.edgepin.gpio.malos.cfg";

    @AutoClose
    private static Gateway gateway;

    private static String page;

    @BeforeAll
    static void start() throws IOException {
        page = Files.readString(Path.of(Sources.file("docs/migrate/matrix.md")));
        gateway = Gateway.start();
    }

    @Test
    @Order(1)
    void theCommandsOfTheConsoleShowTheSimulatedBoard() {
        var commands = page.lines().filter(line -> line.startsWith("    gpio:")).toList();

        assertThat(commands).hasSize(4);
        for (var command : commands) {
            assertThat(gateway.console(command.strip())).as(command).contains("matrix/1");
        }
    }

    @Test
    @Order(2)
    void theScriptMakesPin0HighAndReadsIt() throws Exception {
        MalosTest.needsPython();
        var script = blocks("python").get(0);
        for (var port = 0; port < 4; port++) {
            script = script.replace("127.0.0.1:" + (20_049 + port), "127.0.0.1:" + (gateway.malosPort() + port));
        }

        var result = Command.of(MalosTest.PYTHON, "-c", script).run();

        assertThat(result.output()).isEqualTo("20 01\n");
        assertThat(page).contains("print(updates.recv().hex(\" \"))  # 20 01");
        assertThat(gateway.console("gpio:read matrix/0")).contains("HIGH");
    }

    @Test
    @Order(3)
    void theFilesAreTaken() throws Exception {
        var files = blocks("properties");
        assertThat(files).hasSize(3);
        var listening = "MALOS listens on ";

        gateway.etc("org.edgepin.gpio.matrix-creator.cfg", files.get(0));
        // not really for other machines
        assertThat(files.get(1)).isEqualTo("host = 0.0.0.0\n");
        gateway.etc(CONFIGURATION, files.get(1).replace("0.0.0.0", "127.0.0.2") + ports());
        await().atMost(PATIENCE).until(() -> gateway.log().contains(listening + "127.0.0.2"));
        gateway.etc(CONFIGURATION, files.get(2) + ports());
        await().atMost(PATIENCE).until(() -> gateway.log().split(listening + "127.0.0.1", -1).length == 3);
        assertThat(gateway.log()).doesNotContain("refused");
    }

    @Test
    @Order(4)
    void theSimulatedBoardCanBeRemoved() throws Exception {
        var command = blocks("sh").get(0);

        var result = Command.of(
                        "sh", "-ec", "cd \"$0\"; " + command, gateway.folder().toString())
                .run();

        assertThat(result.status()).as(result.output()).isZero();
        await().atMost(PATIENCE).until(() -> !gateway.console("gpio:boards").contains("MATRIX Creator (simulated)"));
        for (var line : blocks("").get(0).lines().toList()) {
            assertThat(gateway.console(line)).as(line).contains("main");
        }
    }

    @Test
    void eachLinkLeadsSomewhere() {
        var links =
                Pattern.compile("\\]\\(([^):#]+)\\)").matcher(page).results().toList();

        assertThat(links).isNotEmpty();
        assertThat(links).allMatch(link -> Files.exists(Path.of(Sources.file("docs/migrate/" + link.group(1)))));
    }

    /** What the environment of the tests overrides must be in the file. */
    private static String ports() {
        return "port = %d\nservo_port = %d\ninfo_port = %d\n"
                .formatted(gateway.malosPort(), gateway.malosServoPort(), gateway.malosInfoPort());
    }

    /** The blocks of a language, in order. */
    private static List<String> blocks(String language) {
        return Pattern.compile("(?m)^```(\\w*)\\n((?:(?!```).*\\n)+)```$")
                .matcher(page)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }
}
