// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.board.BoardConfiguration;
import org.edgepin.gpio.contract.Registry;
import org.edgepin.gpio.sim.SimBoard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpiDriverTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path CFG = Path.of("src/main/etc/org.edgepin.gpio.rpi-main.cfg.example");
    private static final Pattern COMMENTED_OUT = Pattern.compile("#([a-z][a-z0-9._]* = .*)");

    private final RpiDriver driver = new RpiDriver(Path.of("/absent"));

    private List<String> problems(String chip) {
        var configuration = new BoardConfiguration(Map.of("chip", chip), driver.keys(), driver.pinKeys());
        driver.settings(configuration);
        return configuration.problems();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pinctrl-rp1", "gpiochip4", "/dev/gpiochip4", "SMBus I801 chip", "1-0027", "x"})
    void aChipHasALabelANameOrANode(String chip) {
        assertThat(problems(chip)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "4",
                " x",
                "x ",
                "/",
                "/etc/passwd",
                "/dev/",
                "/dev/a b",
                "ä",
                "a\nb",
                "a-label-longer-than-the-kernel-has"
            })
    void whatCanBeNoChipIsRefusedWithTheKeyAndWhatWouldBeRight(String chip) {
        assertThat(problems(chip))
                .singleElement()
                .asString()
                .startsWith("chip = ")
                .endsWith("must be a chip's label as in pinctrl-rp1, its name as in gpiochip0, or its node as in"
                        + " /dev/gpiochip0; see gpiodetect");
    }

    @Test
    void hasThePinsOfItsTwin() throws Exception {
        var registry = new Registry(PATIENCE);
        var twin = new SimBoard(registry.bundle(), Map.of("service.pid", "org.edgepin.gpio.sim~pi", "twin", "rpi"));
        try {
            assertThat(driver.pins("pi", new RpiSettings("")).values())
                    .containsExactlyElementsOf(registry.controller().pins());
        } finally {
            twin.close();
        }
    }

    @Test
    void aLabelOfAHeaderIsAsGoodAsNone() throws Exception {
        assertThat(driver.pins("pi", new RpiSettings("pinctrl-rp1")))
                .isEqualTo(driver.pins("pi", new RpiSettings("")))
                .hasSize(28);
        assertThat(driver.model(new RpiSettings("pinctrl-bcm2835"))).isEqualTo("Raspberry Pi");
        assertThat(driver.model(new RpiSettings("ftdi-cbus"))).isEqualTo("GPIO chip");
        assertThat(driver.pins("pi", new RpiSettings("")).get(17))
                .extracting(Pin::id, Pin::label, Pin::position)
                .containsExactly(new PinId("pi", 17), "GPIO17", "header pin 11");
    }

    private static Map<String, Object> properties(String text) throws Exception {
        var read = new Properties();
        read.load(new StringReader(text));
        var properties = new HashMap<String, Object>();
        read.stringPropertyNames().forEach(key -> properties.put(key, read.getProperty(key)));
        return properties;
    }

    /** On a machine without such a chip it is away, and no more than that. */
    private static void isAccepted(Map<String, Object> properties) {
        var all = new HashMap<>(properties);
        all.put("service.pid", RpiConfig.PID + "~example");
        var board = new RpiBoard(new Registry(PATIENCE).bundle(), all);
        try {
            Awaitility.await("board with " + properties)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !board.status().problem().equals(Optional.of("starting")));
            assertThat(board.status().problem().orElse("")).doesNotContain("refused");
            assertThat(board.status().state()).isNotEqualTo(BoardStatus.State.REMOVED);
        } finally {
            board.close();
        }
    }

    @Test
    void theExampleAndEachLineThatIsCommentedOutInItAreAccepted() throws Exception {
        var text = Files.readString(CFG);
        isAccepted(properties(text));
        var lines = new ArrayList<String>();
        for (var line : Files.readAllLines(CFG)) {
            var match = COMMENTED_OUT.matcher(line);
            if (match.matches()) {
                lines.add(match.group(1));
            }
        }
        assertThat(lines).hasSizeGreaterThan(6);
        for (var line : lines) {
            var properties = properties(text);
            properties.putAll(properties(line));
            isAccepted(properties);
        }
    }

    @Test
    void theExampleInTheReadmeIsAccepted() throws Exception {
        var text = Files.readString(Path.of("README.md"));
        var start = text.indexOf("```properties\n") + "```properties\n".length();

        isAccepted(properties(text.substring(start, text.indexOf("```", start))));
    }
}
