// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * MATRIX CORE's ports, used from Python with the library that its clients use. The gateway is as
 * shipped, with a simulated MATRIX board.
 */
@TestMethodOrder(OrderAnnotation.class)
@Tag("alone")
class MalosTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String PYTHON = "/usr/bin/python3";
    private static final Pattern SENT = Pattern.compile("sent (\\d+) (\\d+) in");

    @AutoClose
    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        needsPython();
        gateway = Gateway.start();
    }

    /** Skips the test where Debian's packages are not installed; with CI=true in the environment it fails. */
    static void needsPython() throws IOException, InterruptedException {
        var needed = Files.isExecutable(Path.of(PYTHON))
                && Command.of(PYTHON, "-c", "import zmq, google.protobuf").run().status() == 0;
        if ("true".equals(System.getenv("CI"))) {
            assertThat(needed)
                    .as("python3-zmq and python3-protobuf are installed")
                    .isTrue();
        }
        assumeTrue(needed, "apt-get install python3-zmq python3-protobuf");
    }

    @Test
    @Order(1)
    void onePingGivesFiveUpdatesAndNoneGivesNone() throws Exception {
        check("defaults");
    }

    @ParameterizedTest
    @Order(2)
    @ValueSource(strings = {"half_a_second", "examples", "errors", "driver_info", "servo", "wrong_sockets", "junk"})
    void isWhatMatrixCoreWas(String what) throws Exception {
        check(what);
    }

    @Test
    @Order(3)
    void aConfigWithoutAPinMakesPin0AnInput() throws Exception {
        check("pin_0");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(pin(0)).contains("\tinput"));
    }

    @Test
    @Order(4)
    void twoClientsAtFullSpeedLoseNoChange() throws Exception {
        var before = List.of(sequence(10), sequence(11));

        var sent = SENT.matcher(check("two_clients"));

        assertThat(sent.find()).isTrue();
        // each has begun low, and each command has changed the level
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(sequence(10) - before.get(0)).isEqualTo(Long.parseLong(sent.group(1)));
            assertThat(sequence(11) - before.get(1)).isEqualTo(Long.parseLong(sent.group(2)));
        });
    }

    @Test
    @Order(5)
    void clientsThatHaveGoneLeaveNothingOpen() throws Exception {
        check("connections");
        var before = openFiles();

        check("connections");

        await().atMost(PATIENCE).until(() -> openFiles() <= before);
    }

    @Test
    @Order(6)
    void whatIsSentWhileTheGatewayIsDownIsDoneInOrderWhenItIsUp(@TempDir Path folder) throws Exception {
        gateway.stop();
        var audited = gateway.audit().size();
        var output = folder.resolve("output");
        var client = command("stale").start(output);
        await().atMost(PATIENCE).until(() -> Files.readString(output).contains("sent"));

        gateway.boot();

        await().atMost(PATIENCE).until(() -> !client.isAlive());
        assertThat(Files.readString(output)).contains("stale ok");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(gateway.audit().stream().skip(audited))
                        .filteredOn(line -> line.contains("matrix/6"))
                        .hasSize(5)
                        .allMatch(line -> line.contains("malos 127.0.0.1") && line.contains("result=done")));
        assertThat(levelsOf(gateway.audit().subList(audited, gateway.audit().size())))
                .containsExactly("1", "0", "1", "0", "1");
    }

    @Test
    @Order(7)
    void theLogHasNothingToComplainAbout() {
        assertThat(gateway.complaints()).isEmpty();
    }

    @Test
    @Order(8)
    void aBoardThatIsAwayGivesErrorsInsteadOfUpdatesAndComesBack() throws Exception {
        gateway.console("gpio:sim-fault matrix away");
        await().atMost(PATIENCE).until(() -> gateway.console("gpio:boards").contains("away"));
        check("board_away");

        gateway.console("gpio:sim-fault matrix none");
        await().atMost(PATIENCE).until(() -> !gateway.console("gpio:boards").contains("away"));
        check("junk");
    }

    @Test
    @Order(9)
    void aWrongFileIsRefusedAndDoesNotComeTrueWhenTheCoreIsUpdated() throws Exception {
        var file = "org.edgepin.gpio.malos.cfg";
        var right = Files.readString(gateway.etc(file));
        try {
            gateway.etc(file, right + "\nrole = root\n");
            await().atMost(PATIENCE).until(() -> gateway.log()
                    .contains("MALOS: configuration refused, the one before runs on: role = root"));

            gateway.console("bundle:update org.edgepin.gpio.core");
            check("examples");
        } finally {
            gateway.etc(file, right);
        }
    }

    private static List<String> levelsOf(List<String> lines) {
        var level = Pattern.compile("matrix/6[^\"]*?[=\\[](1|0|HIGH|LOW)\\b");
        return lines.stream()
                .filter(line -> line.contains("matrix/6"))
                .map(level::matcher)
                .filter(Matcher::find)
                .map(match -> match.group(1).replace("HIGH", "1").replace("LOW", "0"))
                .toList();
    }

    private static int openFiles() {
        var files = new File("/proc/" + gateway.process().pid() + "/fd").list();
        return files == null ? 0 : files.length;
    }

    /** A line without a format, its fields between tabs. */
    private static String pin(int number) {
        return gateway.console("gpio:pins --no-format matrix/" + number).strip();
    }

    private static long sequence(int number) {
        return Arrays.stream(pin(number).split("\t", -1))
                .skip(12)
                .map(Long::valueOf)
                .findFirst()
                .orElseThrow();
    }

    private static Command command(String check) {
        return Command.of(
                PYTHON,
                Sources.file("itest/src/test/python/malos_checks.py"),
                check,
                Integer.toString(gateway.malosPort()),
                Integer.toString(gateway.malosServoPort()),
                Integer.toString(gateway.malosInfoPort()));
    }

    /** Runs a check and returns what it prints. */
    private static String check(String check) throws IOException, InterruptedException {
        var result = command(check).with("PYTHONDONTWRITEBYTECODE", "1").run();
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).endsWith(check + " ok\n");
        return result.output();
    }
}
