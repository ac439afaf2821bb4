// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pictures of the documents, taken anew of a gateway as it is now: {@code docs/pictures} puts them
 * where the documents look for them.
 */
class PicturesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path PICTURES = Path.of("target/pictures");
    private static final BrowserTab.Device LAPTOP = new BrowserTab.Device(1360, 900, 1, false);

    private static final Map<String, String> BOARDS = Map.of(
            "main", DashboardTest.MAIN,
            "gl20", DashboardTest.GL20,
            "matrix", """
            twin = matrix
            inputs = 0,1,2,3,4,5,6,7,8,9,10,11
            outputs = 12H,13,14L,15L
            pin.0.name = belt
            pin.0.outside = square 1400 ms
            """);

    @Test
    @NeedsProgram(Browser.PROGRAM)
    void theThreeBoardsOfTheFirstRunAreInSightAtOnce() throws Exception {
        var prepared = Gateway.prepare();
        BOARDS.forEach((board, lines) -> prepared.etc("org.edgepin.gpio.sim-" + board + ".cfg", lines));
        try (var gateway = prepared.boot();
                var browser = Browser.start();
                var tab = browser.open(LAPTOP)) {
            tab.go("http://127.0.0.1:" + gateway.httpPort() + "/gpio#token=" + gateway.token())
                    .untilText("#connection", "Live")
                    .until("document.querySelectorAll('.board').length === 3");
            tab.evaluate("document.querySelector('#trace-span').value = '10000'");
            tab.evaluate("document.querySelector('#trace-span').dispatchEvent(new Event('change'))");
            tab.until("Number(document.querySelector('[data-trace=\"main/5\"]').closest('li')"
                    + ".querySelector('.count').textContent) > 20");

            assertThat(tab.evaluate(
                                    "[...document.querySelectorAll('.board')].filter((board) =>"
                                            + " board.getBoundingClientRect().bottom > innerHeight).map((board) => board.id).join()")
                            .asText())
                    .as("boards that are cut off")
                    .isEmpty();
            tab.screenshot("docs-dashboard");
            Files.copy(
                    Path.of("target/screenshots/docs-dashboard.png"),
                    Files.createDirectories(PICTURES).resolve("dashboard.png"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void theConsoleShowsWhatIsThere(@TempDir Path folder) throws Exception {
        var mqtt = Ports.free();
        var grpc = Ports.free();
        var http = Ports.free();
        var malos = Ports.free(9);
        var output = folder.resolve("output");
        var data = folder.resolve("gateway");
        var gateway = Command.of(
                        "script",
                        "-qec",
                        "stty cols 110 rows 60; exec " + Sources.file("run") + " --port " + mqtt + " --grpc-port "
                                + grpc + " --data " + data,
                        "/dev/null")
                .with("TERM", "xterm")
                .with("ORG_APACHE_KARAF_SHELL_SSHPORT", Integer.toString(Ports.free()))
                .with("ORG_OPS4J_PAX_WEB_ORG_OSGI_SERVICE_HTTP_PORT", Integer.toString(http))
                .with("ORG_EDGEPIN_GPIO_MALOS_PORT", Integer.toString(malos))
                .with("ORG_EDGEPIN_GPIO_MALOS_SERVO_PORT", Integer.toString(malos + 4))
                .with("ORG_EDGEPIN_GPIO_MALOS_INFO_PORT", Integer.toString(malos + 8))
                .start(output);
        try {
            awaitPrompts(gateway, output, 1);
            var prompts = 1;
            for (var command : new String[] {
                "gpio:pins main", "gpio:toggle main/27", "gpio:sim-set main/5 square 500 ms", "gpio:watch -n 4 main/5"
            }) {
                gateway.getOutputStream().write((command + "\n").getBytes(UTF_8));
                gateway.getOutputStream().flush();
                prompts++;
                awaitPrompts(gateway, output, prompts);
            }
            gateway.getOutputStream().write(4);
            gateway.getOutputStream().flush();
            assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            gateway.descendants().forEach(ProcessHandle::destroy);
            gateway.destroy();
        }

        var picture = new TerminalPicture(asAtHome(Files.readString(output), data, mqtt, grpc, http, malos));
        assertThat(picture.text())
                .contains("board   main    Raspberry Pi (simulated)", "board   gl20", "board   matrix")
                .contains("page            http://127.0.0.1:8181/gpio", "broker          127.0.0.1:1883 ")
                .contains("Files  ~/edgepin/gateway/etc", "mosquitto_sub -t 'gpio/#' -v")
                .contains("edgepin> gpio:toggle main/27", "main/27 = 1 (HIGH)")
                .containsPattern("main/5 +rising +#[0-9]+")
                .doesNotContain(folder.toString())
                .endsWith("edgepin>");
        Files.writeString(
                Files.createDirectories(PICTURES).resolve("console.svg"),
                picture.svg("The console of a gateway that has just started"));
    }

    private static void awaitPrompts(Process gateway, Path output, int count) {
        await().atMost(PATIENCE).until(() -> {
            assertThat(gateway.isAlive()).as("the gateway lives").isTrue();
            return read(output).split("edgepin\u001B\\[0m> ", -1).length > count;
        });
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /**
     * From the banner to the last prompt, in the folder and on the ports of somebody who has just built it,
     * whose token is nobody's business.
     */
    private static String asAtHome(String output, Path data, int mqtt, int grpc, int http, int malos) {
        var banner = output.substring(output.indexOf("\u001B[36m   ___"));
        return banner.substring(0, banner.lastIndexOf("edgepin\u001B[0m> ") + "edgepin\u001B[0m> ".length())
                .replace(data.toString(), "~/edgepin/gateway")
                .replaceAll("edgepin_[A-Za-z0-9_-]{40,}", "edgepin_…")
                .replace("-p " + mqtt + " ", "")
                // the columns stay where they are
                .replaceAll(":" + mqtt + "( as edgepin)?( +)", ":1883$1$2 ")
                .replace(":" + grpc, ":50051")
                .replace(":" + http, ":8181")
                .replace(":" + malos, ":20049");
    }
}
