// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** gRPC on the gateway as shipped, with the clients of another language: Debian's grpcio. */
class GrpcTest {

    @AutoClose
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start();
    }

    /** The twin is as after power-up before each test. */
    @BeforeEach
    void openBothOutputs() {
        gateway.console("gpio:write gl20/6=1 gl20/7=1");
    }

    private static String address() {
        return "127.0.0.1:" + gateway.grpcPort();
    }

    private static String run(Command script) throws IOException, InterruptedException {
        var result = script.run();
        assertThat(result.status()).as(result.output()).isZero();
        return result.output();
    }

    @Test
    void eachRowOfTheOldProtocolIsAnsweredToTheByte() throws Exception {
        assertThat(run(Python.script("gl20_rows", address()))).matches("\\d+ rows, 0 failed\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void anOldClientPrintsWhatItPrintedOnTheOldServer(String host) throws Exception {
        var client = Python.script("gl20_client", host + ":" + gateway.grpcPort());

        assertThat(run(client)).isEqualTo("False\n0b11111100\nTrue\n");
        assertThat(gateway.console("gpio:read gl20/6 gl20/7")).contains("gl20/6 = 1", "gl20/7 = 0");
        assertThat(run(client)).isEqualTo("False\n0b11111101\nTrue\n");
        assertThat(gateway.audit()).anyMatch(line -> line.contains("grpc main") && line.contains("gl20/6"));
    }

    @Test
    void theOutputsOfTheBlinkingClientFollowItsInput() throws Exception {
        run(Python.script("gl20_blink", address(), 7));
        assertThat(gateway.console("gpio:read gl20/6 gl20/7")).contains("gl20/6 = 0", "gl20/7 = 0");

        gateway.console("gpio:sim-set gl20/0 low");
        try {
            await().untilAsserted(() ->
                    assertThat(gateway.console("gpio:read gl20/0")).contains("gl20/0 = 0"));
            run(Python.script("gl20_blink", address(), 3));
            assertThat(gateway.console("gpio:read gl20/6 gl20/7")).contains("gl20/6 = 1", "gl20/7 = 0");
        } finally {
            gateway.console("gpio:sim-set gl20/0 open");
        }
    }

    @Test
    void aBoardThatIsAwayIsUnavailableAndComesBack() throws Exception {
        var client = Python.script("gl20_client", address());
        gateway.console("gpio:sim-fault gl20 away");
        try {
            await().untilAsserted(() -> assertThat(client.run().output()).contains("StatusCode.UNAVAILABLE"));
        } finally {
            gateway.console("gpio:sim-fault gl20 none");
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(client.run().status()).isZero());
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.edgepin.gpio.grpc", "org.edgepin.gpio.core", "org.edgepin.gpio.access"})
    void whileABundleIsUpdatedClientsSeeUnavailableAndComeBack(String bundle, @TempDir Path folder) throws Exception {
        var output = folder.resolve("output");
        var load = Python.script("gl20_load", address()).start(output);
        try {
            awaitText(output, "reading");
            gateway.console("bundle:update " + bundle);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Python.script("gl20_client", address()).run().status() == 0);
            load.getOutputStream().close();
            assertThat(load.waitFor(90, TimeUnit.SECONDS)).isTrue();
        } finally {
            load.destroyForcibly();
        }
        assertThat(load.exitValue()).as(Files.readString(output)).isZero();
        var counts = Pattern.compile("(\\d+) answers, (\\d+) of them after").matcher(Files.readString(output));
        assertThat(counts.find()).isTrue();
        assertThat(Integer.parseInt(counts.group(2))).isPositive();
    }

    @Test
    void aCallThatWatchesGoesOnWhileTheCoreAndTheLoginsAreUpdated(@TempDir Path folder) throws Exception {
        var output = folder.resolve("output");
        var watch = Python.script("edgepin_watch", address(), gateway.token(), "gl20/6")
                .start(output);
        try {
            awaitText(output, "snapshot");
            for (var bundle : List.of("org.edgepin.gpio.access", "org.edgepin.gpio.core")) {
                gateway.console("bundle:update " + bundle);
                var before = Files.readString(output).length();
                await().ignoreExceptionsMatching(it -> true).untilAsserted(() -> gateway.console("gpio:toggle gl20/6"));
                await().untilAsserted(() ->
                        assertThat(Files.readString(output).substring(before)).contains("gl20/6 "));
            }
            assertThat(watch.isAlive()).isTrue();
        } finally {
            watch.destroyForcibly();
        }
        var numbers = Files.readAllLines(output).stream()
                .filter(line -> line.startsWith("gl20/6 "))
                .map(line -> Long.valueOf(line.substring("gl20/6 ".length())))
                .toList();
        assertThat(numbers)
                .isEqualTo(LongStream.range(numbers.get(0), numbers.get(0) + numbers.size())
                        .boxed()
                        .toList());
    }

    private static void awaitText(Path file, String text) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(file).content().contains(text));
    }

    @Test
    void theModernServiceIsUsedFromPythonWithNothingButReflection() throws Exception {
        assertThat(run(Python.script("edgepin_session", address(), gateway.token())))
                .isEqualTo("""
                    boards gl20 main matrix
                    pins of gl20 8
                    snapshot gl20/6 gl20/7
                    level 1
                    levels [2, 2]
                    edges of gl20/6 without a gap
                    resumed with edge
                    FAILED_PRECONDITION PIN_NOT_CAPABLE
                    NOT_FOUND PIN_NOT_FOUND
                    INVALID_ARGUMENT BAD_FIELD
                    INVALID_ARGUMENT BAD_FIELD
                    PERMISSION_DENIED ROLE_TOO_LOW
                    UNAUTHENTICATED LOGIN_WRONG
                    """);
    }

    @Test
    void aWrongFileIsRefusedWithItsKeyAndTheServerRunsOn() throws Exception {
        var file = "org.edgepin.gpio.grpc-main.cfg";
        var right = Files.readString(gateway.etc(file));
        try {
            gateway.etc(file, right.replace("host = localhost", "host = 0.0.0.0"));

            await().untilAsserted(() -> assertThat(gateway.log())
                    .contains("grpc main: configuration refused, the one before runs on")
                    .contains("gl20_beyond_loopback = false: must be true for gl20 on host = 0.0.0.0"));
            // not even when what it needs is replaced
            for (var bundle : List.of("org.edgepin.gpio.access", "org.edgepin.gpio.core")) {
                gateway.console("bundle:update " + bundle);
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(run(Python.script("gl20_rows", address())))
                                .contains(" 0 failed"));
            }
        } finally {
            gateway.etc(file, right);
        }
    }
}
