// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.karaf.shell.api.action.Command;
import org.awaitility.Awaitility;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.contract.Registry;
import org.junit.jupiter.api.Test;

/** What users read works. */
class ExamplesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path CFG = Path.of("src/main/etc/org.edgepin.gpio.sim-main.cfg");
    private static final Path README = Path.of("README.md");
    private static final Pattern COMMENTED_OUT = Pattern.compile("#([a-z][a-z0-9._]* = .*)");
    private static final AtomicInteger BOARDS = new AtomicInteger();

    private static Map<String, Object> properties(String text) throws IOException {
        var read = new Properties();
        read.load(new StringReader(text));
        var properties = new HashMap<String, Object>();
        read.stringPropertyNames().forEach(key -> properties.put(key, read.getProperty(key)));
        return properties;
    }

    private static void works(Map<String, Object> properties) {
        var registry = new Registry(PATIENCE);
        var all = new HashMap<>(properties);
        all.put("service.pid", SimConfig.PID + "~example" + BOARDS.incrementAndGet());
        var board = new SimBoard(registry.bundle(), all);
        try {
            Awaitility.await("board with " + properties)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !board.status().problem().equals(Optional.of("starting")));
            assertThat(board.status().problem().orElse(""))
                    .as("problem of a board with " + properties)
                    .doesNotContain("refused");
            assertThat(board.status().state())
                    .isEqualTo("away".equals(properties.get("fault")) ? BoardStatus.State.AWAY : BoardStatus.State.UP);
        } finally {
            board.close();
        }
    }

    @Test
    void theFileOfTheFirstRun() throws Exception {
        var properties = properties(Files.readString(CFG));

        assertThat(properties)
                .containsOnly(
                        Map.entry("twin", "rpi"), Map.entry("inputs", "5,6U,7D"), Map.entry("outputs", "8H,9,27L"));
        works(properties);
    }

    @Test
    void eachLineThatIsCommentedOutInIt() throws Exception {
        var lines = new ArrayList<String>();
        for (var line : Files.readAllLines(CFG)) {
            var match = COMMENTED_OUT.matcher(line);
            if (match.matches()) {
                lines.add(match.group(1));
            }
        }
        assertThat(lines).hasSizeGreaterThan(8);
        for (var line : lines) {
            var properties = properties(Files.readString(CFG));
            properties.putAll(properties(line));
            works(properties);
        }
    }

    @Test
    void theExampleInTheReadme() throws Exception {
        var text = Files.readString(README);
        var start = text.indexOf("```properties\n") + "```properties\n".length();

        works(properties(text.substring(start, text.indexOf("```", start))));
    }

    @Test
    void theScriptsInTheReadme() throws Exception {
        var scripts = new ArrayList<String>();
        var table = Pattern.compile("`((?:square|bounce|record) [^`<]*)`").matcher(Files.readString(README));
        while (table.find()) {
            scripts.add(table.group(1));
        }
        assertThat(scripts).hasSizeGreaterThan(3);
        for (var script : scripts) {
            assertThat(ScriptReader.read(script)).isNotNull();
        }
    }

    @Test
    void theExamplesInTheHelp() {
        var help = SimSetCommand.class.getAnnotation(Command.class).detailedDescription();
        var scripts = help.lines()
                .map(String::strip)
                .filter(it -> it.startsWith("gpio:sim-set main/5 "))
                .map(it -> it.substring("gpio:sim-set main/5 ".length()))
                .toList();
        assertThat(scripts).hasSizeGreaterThan(4);
        assertThat(scripts).allSatisfy(it -> assertThat(ScriptReader.read(it)).isNotNull());
    }
}
