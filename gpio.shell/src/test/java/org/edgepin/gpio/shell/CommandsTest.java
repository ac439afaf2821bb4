// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.edgepin.gpio.shell.FakeGpio.id;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.karaf.shell.support.CommandException;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines as typed, in Karaf's own shell. */
class CommandsTest {

    private final FakeGpio gpio = new FakeGpio()
            .board("main", "Raspberry Pi 4 Model B", "memory")
            .unused("main/0", "main/1")
            .input("main/5", "door", Level.HIGH)
            .output("main/8", "lamp", Level.LOW)
            .output("main/9", "", Level.HIGH);
    private final Console console = new Console(gpio);

    @AfterEach
    void close() {
        console.close();
    }

    private void addSecondBoard() {
        gpio.board("gl20", "HPE GL20", "/dev/i2c-0")
                .input("gl20/0", "door", Level.LOW)
                .output("gl20/6", "siren", Level.LOW);
    }

    private void refuses(String line, String message) {
        assertThatThrownBy(() -> console.run(line))
                .isInstanceOf(CommandException.class)
                .hasMessage(message);
        assertThat(gpio.writes).isEmpty();
    }

    @Test
    void readsPinsInTheOrderTheyAreNamed() throws Exception {
        assertThat(console.run("gpio:read main/8 main/5")).isEqualTo("""
                main/8 = 0 (LOW)  lamp
                main/5 = 1 (HIGH)  door
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"main/5", "door", "5"})
    void takesAPinByBoardAndNumberOrByNameOrOnTheOnlyBoardByNumber(String pin) throws Exception {
        assertThat(console.run("gpio:read " + pin)).isEqualTo("main/5 = 1 (HIGH)  door\n");
    }

    @Test
    void readsThePinsInUseOfABoard() throws Exception {
        addSecondBoard();

        assertThat(console.run("gpio:read gl20")).isEqualTo("""
                gl20/0 = 0 (LOW)  door
                gl20/6 = 0 (LOW)  siren
                """);
    }

    @Test
    void saysWhatWouldBeRightIfThereIsNoSuchPin() {
        refuses("gpio:read main/7", "main/7: no such pin, main has 0 to 1, 5, 8 to 9");
        refuses("gpio:read mian/5", "no board is called 'mian', did you mean main/5?");
        refuses("gpio:read x/5", "no board is called 'x', there is main");
        refuses("gpio:read Dor", "no pin is called 'Dor', did you mean door (main/5)?");
        refuses("gpio:read mains", "no pin is called 'mains', did you mean main?");
        refuses("gpio:read zzz", "no pin is called 'zzz': a pin is board/number or a name, gpio:pins lists them");
        refuses("gpio:read 9999999999", "'9999999999' is not a pin number");
        refuses(
                "gpio:read main/05",
                "no pin is called 'main/05': a pin is board/number or a name, gpio:pins lists them");
        refuses("gpio:toggle main", "'main' is a board, not a pin: name one of its pins, like main/0");
        refuses("gpio:read main --all", "'--all': options stand before the pins");
    }

    @Test
    void asksForTheBoardWhereANumberOrANameIsAmbiguous() {
        addSecondBoard();
        gpio.unused("gl20/5");

        refuses("gpio:read 5", "pin 5 of which board? gl20/5, main/5");
        refuses("gpio:read door", "several pins are called 'door': gl20/0, main/5");
    }

    @Test
    void saysThatAPinIsNotInUse() {
        refuses("gpio:read main/0", "main/0: not configured as an input or an output; gpio:pins lists those that are");
        refuses(
                "gpio:toggle main/0",
                "main/0: not configured as an input or an output; gpio:pins lists those that are");
    }

    @Test
    void saysThatABoardHasNoPinsToRead() {
        gpio.board("gl20", "HPE GL20", "/dev/i2c-0").unused("gl20/0");

        refuses("gpio:read gl20", "gl20: no pin is in use");
    }

    @Test
    void saysWhyABoardIsAway() {
        gpio.away("matrix", "MATRIX Creator", "no such device");

        refuses("gpio:read matrix/3", "matrix: board is away, no such device");
        refuses("gpio:read matrix", "matrix is away: no such device");
    }

    @ParameterizedTest
    @CsvSource({"1,HIGH", "0,LOW", "high,HIGH", "LOW,LOW", "Low,LOW"})
    void drivesAnOutputToALevelInAnyOfItsWords(String word, Level level) throws Exception {
        console.run("gpio:write lamp " + word);
        console.run("gpio:write main/8=" + word);

        assertThat(gpio.writes).containsExactly(Map.of(id("main/8"), level), Map.of(id("main/8"), level));
    }

    @Test
    void drivesSeveralOutputsInOneCallAndPrintsWhatTheyAre() throws Exception {
        assertThat(console.run("gpio:write lamp=1 main/9=0")).isEqualTo("""
                main/8 = 1 (HIGH)  lamp
                main/9 = 0 (LOW)
                """);
        assertThat(gpio.writes).containsExactly(Map.of(id("main/8"), Level.HIGH, id("main/9"), Level.LOW));
    }

    @Test
    void drivesNothingIfOneArgumentIsWrong() {
        refuses("gpio:write lamp=1 main/9=2", "'2' is not a level: 0, 1, low or high");
        refuses("gpio:write lamp=1 main/9=", "'' is not a level: 0, 1, low or high");
        refuses("gpio:write lamp=1 main/9", "'main/9' is not pin=level, like main/9=1");
        refuses("gpio:write lamp", "'lamp' is not pin=level, like lamp=1");
        refuses("gpio:write lamp=1 main/8=0", "main/8 is given twice");
        refuses("gpio:write lamp=1 main/5=0", "main/5: not an output");
    }

    @Test
    void togglesWhatIsDrivenNotWhatIsSensed() throws Exception {
        gpio.sense("main/9", Level.LOW);

        assertThat(console.run("gpio:toggle main/9 lamp")).isEqualTo("""
                main/9 = 0 (LOW)
                main/8 = 1 (HIGH)  lamp
                """);
        assertThat(gpio.writes).containsExactly(Map.of(id("main/9"), Level.LOW, id("main/8"), Level.HIGH));
    }

    @Test
    void togglesNothingIfOnePinCannotBeToggled() {
        refuses("gpio:toggle lamp main/5", "main/5: not an output");
        refuses("gpio:toggle lamp main/8", "main/8 is given twice");
    }

    @Test
    void whatIsRefusedBeforeItComesToABoardIsInTheAuditLog() {
        refuses("gpio:toggle main/99", "main/99: no such pin, main has 0 to 1, 5, 8 to 9");
        refuses("gpio:toggle lamp main/5", "main/5: not an output");
        refuses("gpio:write mian/8 1", "no board is called 'mian', did you mean main/8?");

        assertThat(console.audit())
                .containsExactly(
                        "nobody, console, toggle main/99: main/99: no such pin, main has 0 to 1, 5, 8 to 9",
                        "nobody, console, toggle lamp main/5: main/5: not an output",
                        "nobody, console, write mian/8 1: no board is called 'mian', did you mean main/8?");
    }

    @Test
    void showsALevelThatIsNotTheDrivenOne() throws Exception {
        gpio.sense("main/9", Level.LOW);

        assertThat(console.run("gpio:pins main/9")).containsPattern("Level +0 \\(LOW\\), driven 1\n");
    }

    @Test
    void listsThePinsInUseAndCountsTheOthers() throws Exception {
        assertThat(console.run("gpio:pins").lines())
                .anyMatch(line -> line.matches("main/5 .* door .* 1 \\(HIGH\\) .* input, pull-up .*header pin 6.*"))
                .anyMatch(line -> line.matches("main/8 .* lamp .* 0 \\(LOW\\) .* output .*"))
                .noneMatch(line -> line.startsWith("main/0"))
                .last()
                .isEqualTo("2 pins are not in use; --all lists them.");
    }

    @Test
    void listsAllPinsIfAsked() throws Exception {
        assertThat(console.run("gpio:pins --all").lines())
                .anyMatch(line -> line.matches("main/0 .* unused .*"))
                .noneMatch(line -> line.contains("not in use"));
    }

    @Test
    void listsAnUnusedPinThatIsNamed() throws Exception {
        assertThat(console.run("gpio:pins main/0 door").lines())
                .anyMatch(line -> line.startsWith("main/0"))
                .anyMatch(line -> line.startsWith("main/5"))
                .noneMatch(line -> line.startsWith("main/8"));
    }

    @Test
    void showsThePinsOfOneBoard() throws Exception {
        addSecondBoard();

        assertThat(console.run("gpio:pins gl20").lines())
                .anyMatch(line -> line.startsWith("gl20/6"))
                .noneMatch(line -> line.startsWith("main"));
    }

    @Test
    void tellsBelowThePinsWhatIsWrong() throws Exception {
        gpio.away("matrix", "MATRIX Creator", "no such device")
                .note("main/9", "edgepin", true, "stuck at LOW")
                .note("main/8", "gpioset", false, "")
                .breakPin("main/5", "Input/output error");

        assertThat(console.run("gpio:pins").lines())
                .anyMatch(line -> line.matches("main/9 .* locked"))
                .anyMatch(line -> line.matches("main/8 .* held by 'gpioset'"))
                .contains(
                        "main/9: stuck at LOW",
                        "cannot read main/5: Input/output error",
                        "matrix is away: no such device");
    }

    @Test
    void showsEverythingAboutOnePin() throws Exception {
        gpio.edges("main/5", 14, Instant.now().minusSeconds(3));

        assertThat(console.run("gpio:pins door").lines().map(line -> line.replaceFirst(" {2,}", ": ")))
                .contains(
                        "Pin: main/5",
                        "Name: door",
                        "Label: GPIO5",
                        "Position: header pin 6",
                        "Level: 1 (HIGH)",
                        "Use: input, pull-up",
                        "Changes seen by: interrupt",
                        "Edges: 14",
                        "Held by: edgepin",
                        "Locked: no",
                        "Can be: input, output",
                        "Bias can be: as-is, disabled, pull-up, pull-down",
                        "Drive can be: push-pull, open-drain, open-source",
                        "Can debounce: yes",
                        "Board: Raspberry Pi 4 Model B (simulated)",
                        "Configuration: org.edgepin.gpio.sim~main")
                .anyMatch(line -> line.matches("Last edge: \\d{4}-\\d\\d-\\d\\d .*, [3-9] s ago"))
                .noneMatch(line -> line.startsWith("Problem"));
    }

    @Test
    void printsPinsForScriptsInOneLineEachWithAllFields() throws Exception {
        gpio.put(
                        "main/0",
                        "bell",
                        new PinSettings.Input(Bias.PULL_DOWN, Set.of(Edge.RISING), Duration.ofMillis(5)),
                        Optional.of(Level.LOW))
                .poll("main/0", Duration.ofMillis(20))
                .edges("main/0", 7, Instant.parse("2026-11-20T12:00:00Z"))
                .put(
                        "main/1",
                        "",
                        new PinSettings.Output(Bias.AS_IS, Drive.OPEN_DRAIN, Optional.empty()),
                        Optional.of(Level.HIGH))
                .note("main/1", "edgepin", true, "stuck\tat LOW");

        assertThat(console.run("gpio:pins --no-format main/0 main/1")).isEqualTo("""
                main/0\tbell\tGPIO0\theader pin 1\tinput\tpull-down\t\t5000\trising\t0\t\t20000\t7\t2026-11-20T12:00:00Z\tedgepin\tfalse\t
                main/1\t\tGPIO1\theader pin 2\toutput\tas-is\topen-drain\t\t\t1\t1\t0\t0\t\tedgepin\ttrue\tstuck at LOW
                """);
        assertThat(console.run("gpio:pins --no-format main/5")).startsWith("main/5\tdoor\t");
    }

    @Test
    void listsBoardsAndMarksSimulatedOnesAndSaysWhyOneIsAway() throws Exception {
        addSecondBoard();
        gpio.away("matrix", "MATRIX Creator", "no such device");

        assertThat(console.run("gpio:boards").lines())
                .anyMatch(line -> line.matches(
                        "main .* Raspberry Pi 4 Model B \\(simulated\\) .* up .* 6[5-9] s .* 3 of 5 .* memory"))
                .anyMatch(line -> line.matches("gl20 .* HPE GL20  .* 2 of 2 .* /dev/i2c-0"))
                .anyMatch(line -> line.matches("matrix .* away .*"))
                .last()
                .isEqualTo("matrix: no such device");
    }

    @Test
    void printsBoardsForScriptsInOneLineEachWithAllFields() throws Exception {
        gpio.away("matrix", "MATRIX Creator", "no such device");

        assertThat(console.run("gpio:boards --no-format").replaceAll("\t[0-9TZ:.-]{20,}\t", "\tTIME\t"))
                .isEqualTo("""
                main\tRaspberry Pi 4 Model B\ttrue\tup\tTIME\tmemory\torg.edgepin.gpio.sim~main\t3\t5\t
                matrix\tMATRIX Creator\tfalse\taway\tTIME\t\torg.edgepin.gpio.gl20~matrix\t0\t0\tno such device
                """);
    }

    @Test
    void saysWhatToDoWhenThereIsNoBoard() throws Exception {
        try (var empty = new Console(new FakeGpio())) {
            assertThat(empty.run("gpio:boards")).startsWith("No board is configured.");
            assertThat(empty.run("gpio:pins")).isEqualTo("No board is configured.\n");
            assertThat(empty.complete("gpio:read ")).isEmpty();
            assertThatThrownBy(() -> empty.run("gpio:read 5")).hasMessage("pin 5 of which board?");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"boards", "pins", "read 5", "write 8=1", "toggle 8", "watch"})
    void saysThatTheServiceIsMissingInsteadOfDisappearing(String command) {
        try (var alone = new Console(null)) {
            assertThatThrownBy(() -> alone.run("gpio:" + command))
                    .isInstanceOf(CommandException.class)
                    .hasMessage("no GPIO service; is org.edgepin.gpio.core started?");
            assertThat(alone.complete("gpio:read ")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"boards", "pins", "read", "write", "toggle", "watch"})
    void explainsItself(String command) throws Exception {
        var standard = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8)); // Karaf's help goes there
        try {
            console.run("gpio:" + command + " --help");
        } finally {
            System.setOut(standard);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("DESCRIPTION", "DETAILS", "Example", "gpio:" + command);
    }

    @Test
    void writesIntoAPipe() throws Exception {
        assertThat(console.run("gpio:read main | grep lamp"))
                .contains("main/8 = 0 (LOW)")
                .doesNotContain("main/5");
    }
}
