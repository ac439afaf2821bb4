// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoardConfigurationTest {

    private static final Set<Edge> BOTH = EnumSet.allOf(Edge.class);
    private static final PinCapabilities ANYTHING = new PinCapabilities(
            EnumSet.allOf(Direction.class), EnumSet.allOf(Bias.class), EnumSet.allOf(Drive.class), BOTH, true);
    private static final PinCapabilities WIRED_INPUT =
            new PinCapabilities(Set.of(Direction.INPUT), Set.of(Bias.PULL_UP), Set.of(), BOTH, false);
    private static final PinCapabilities WIRED_OUTPUT =
            new PinCapabilities(Set.of(Direction.OUTPUT), Set.of(Bias.PULL_UP), Set.of(Drive.OPEN_DRAIN), BOTH, false);

    /** 0 to 27 can be anything, 40 and 41 are wired as inputs, 50 as an output. */
    private static final NavigableMap<Integer, Pin> PINS = new TreeMap<>();

    static {
        IntStream.rangeClosed(0, 27).forEach(it -> PINS.put(it, pin(it, ANYTHING)));
        PINS.put(40, pin(40, WIRED_INPUT));
        PINS.put(41, pin(41, WIRED_INPUT));
        PINS.put(50, pin(50, WIRED_OUTPUT));
    }

    private static Pin pin(int number, PinCapabilities capabilities) {
        return new Pin(new PinId("main", number), "", "", capabilities);
    }

    private static BoardConfiguration read(Map<String, ?> properties) {
        return new BoardConfiguration(properties, Set.of("chip", "i2c_bus"), Set.of("outside"));
    }

    /** Lines as in a file. */
    private static BoardConfiguration read(String... lines) {
        var properties = new HashMap<String, Object>();
        for (var line : lines) {
            var parts = line.split(" = ?", 2);
            assertThat(properties.put(parts[0], parts[1])).isNull();
        }
        return read(properties);
    }

    private static NavigableMap<Integer, PinPlan> plans(String... lines) {
        var configuration = read(lines);
        var plans = configuration.plans(PINS);
        assertThat(configuration.problems()).isEmpty();
        return plans;
    }

    private static List<String> problems(String... lines) {
        var configuration = read(lines);
        configuration.plans(PINS);
        return configuration.problems();
    }

    private static PinPlan plan(PinSettings settings) {
        return new PinPlan(settings, "", false);
    }

    private static PinSettings output(Level initial) {
        return new PinSettings.Output(Bias.AS_IS, Drive.PUSH_PULL, Optional.of(initial));
    }

    @Test
    void readsTheDocumentedExampleOfTheConnector() {
        assertThat(plans("inputs = 5,6U,7D", "outputs = 8H,9,27L"))
                .containsExactlyEntriesOf(new TreeMap<>(Map.of(
                        5, plan(new PinSettings.Input(Bias.DISABLED)),
                        6, plan(new PinSettings.Input(Bias.PULL_UP)),
                        7, plan(new PinSettings.Input(Bias.PULL_DOWN)),
                        8, plan(output(Level.HIGH)),
                        9, plan(new PinSettings.Output()),
                        27, plan(output(Level.LOW)))));
    }

    @Test
    void takesTheConnectorsOwnKeys() {
        var configuration = read(Map.of(
                "InputGpios",
                "5,6U,7D",
                "OutputGpios",
                "8H,9,27L",
                "InputPollPeriod",
                50,
                "GpioMem-ResourceId",
                "gpio"));

        assertThat(configuration.plans(PINS)).isEqualTo(plans("inputs = 5,6U,7D", "outputs = 8H,9,27L"));
        assertThat(configuration.pollPeriod(Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(50));
        assertThat(configuration.problems()).isEmpty();
    }

    @Test
    void aBoardNeedsNoPins() {
        assertThat(plans()).isEmpty();
        assertThat(plans("inputs = ", "outputs = ", "poll_ms = ")).isEmpty();
    }

    @Test
    void leadingZerosAreAllowedAsInTheConnector() {
        assertThat(plans("inputs = 005U,00")).containsOnlyKeys(0, 5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void takesExactlyWhatTheConnectorsPatternsTake(long seed) {
        var random = new Random(seed);
        var inputs = Pattern.compile("^$|^[0-9]+[UD]?(,[0-9]+[UD]?)*$");
        var outputs = Pattern.compile("^$|^[0-9]+[HL]?(,[0-9]+[HL]?)*$");
        var periods = Pattern.compile("^$|^[1-9][0-9]*$");
        for (var round = 0; round < 5_000; round++) {
            var text = random.ints(random.nextInt(9), 0, 14)
                    .mapToObj(it -> "0159UDHLud, -\n".substring(it, it + 1))
                    .collect(Collectors.joining());
            assertThat(hasGrammar("inputs", text))
                    .as("'%s'", text)
                    .isEqualTo(inputs.matcher(text).matches());
            assertThat(hasGrammar("outputs", text))
                    .as("'%s'", text)
                    .isEqualTo(outputs.matcher(text).matches());
            assertThat(read(Map.of("poll_ms", text)).problems().isEmpty())
                    .as("'%s'", text)
                    .isEqualTo(periods.matcher(text).matches()
                            && (text.isEmpty() || (text.length() < 6 && Integer.parseInt(text) <= 60_000)));
        }
    }

    private static boolean hasGrammar(String key, String text) {
        var configuration = read(Map.of(key, text));
        configuration.check();
        return configuration.problems().stream().noneMatch(it -> it.contains("must be pin numbers"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "5, 6U|5, 6U",
                "5,6u|5,6u",
                "5,6U,|5,6U,",
                ",5|,5",
                "5;6|5;6",
                "5UD|5UD",
                "U5|U5",
                "-5|-5",
                "5H|5H",
                " 5|' 5'",
                "5 |'5 '",
                "GPIO5|GPIO5"
            })
    void refusesAListOfInputsThatIsNone(String value, String shown) {
        assertThat(problems("inputs = " + value))
                .containsExactly("inputs = " + shown
                        + ": must be pin numbers with commas and without blanks,"
                        + " each alone or with U (pull-up) or D (pull-down), as in 5,6U,7D");
    }

    @Test
    void refusesAListOfOutputsThatIsNone() {
        assertThat(problems("outputs = 8U"))
                .containsExactly("outputs = 8U: must be pin numbers with commas and without blanks,"
                        + " each alone or with H (high) or L (low), as in 8H,9,27L");
    }

    @Test
    void refusesAPinThatIsNamedTwice() {
        assertThat(problems("inputs = 5,5U")).containsExactly("inputs = 5,5U: pin 5 is there twice; name it once");
        assertThat(problems("outputs = 5,05")).containsExactly("outputs = 5,05: pin 5 is there twice; name it once");
        assertThat(problems("inputs = 7,5,5,05")).hasSize(1);
    }

    @Test
    void refusesAPinInBothLists() {
        assertThat(problems("inputs = 5,6", "outputs = 6H"))
                .containsExactly("outputs = 6H: pin 6 is in inputs too; keep one of them");
        assertThat(problems("InputGpios = 5,6", "OutputGpios = 6H"))
                .containsExactly("OutputGpios = 6H: pin 6 is in InputGpios too; keep one of them");
    }

    @Test
    void refusesPinsThatTheBoardDoesNotHave() {
        assertThat(problems("inputs = 5,28,99U", "outputs = 1000", "pin.30.name = x"))
                .containsExactly(
                        "inputs = 5,28,99U: the board has no pin 28, 99, only 0 to 27, 40 to 41, 50",
                        "outputs = 1000: the board has no pin 1000, only 0 to 27, 40 to 41, 50",
                        "pin.30.name = x: the board has no pin 30, only 0 to 27, 40 to 41, 50");
        var configuration = read("inputs = 5");
        configuration.plans(new TreeMap<>());
        assertThat(configuration.problems()).containsExactly("inputs = 5: the board has no pin 5, only none");
    }

    @Test
    void refusesANumberThatIsNoPinAnywhere() {
        assertThat(problems("inputs = 99999999999999999999"))
                .containsExactly("inputs = 99999999999999999999: no board has a pin 99999999999999999999");
        assertThat(problems("inputs = 2147483648"))
                .containsExactly("inputs = 2147483648: no board has a pin 2147483648");
        assertThat(problems("inputs = " + "9".repeat(10_000)))
                .singleElement()
                .asString()
                .hasSizeLessThan(250);
    }

    @Test
    void readsAListOfAnyLengthWithoutADeepStack() {
        var list = IntStream.range(0, 20_000).mapToObj(it -> it + "H").collect(Collectors.joining(","));
        assertThat(problems("outputs = " + list))
                .hasSize(3)
                .allSatisfy(
                        it -> assertThat(it).startsWith("outputs = 0H,1H,2H,").hasSizeLessThan(250))
                .anySatisfy(it -> assertThat(it).contains("has no pin 28 to 39, 42 to 49, 51 to 19999, only"));
    }

    @Test
    void refusesAnUnknownKeyAndSaysWhichOneWasPerhapsMeant() {
        assertThat(problems("input = 5")).containsExactly("input = 5: unknown key; did you mean inputs?");
        assertThat(problems("Inputs = 5")).containsExactly("Inputs = 5: unknown key; did you mean inputs?");
        assertThat(problems("InputGPIOs = 5")).containsExactly("InputGPIOs = 5: unknown key; did you mean InputGpios?");
        assertThat(problems("i2cbus = 1")).containsExactly("i2cbus = 1: unknown key; did you mean i2c_bus?");
        assertThat(problems("chap = x")).containsExactly("chap = x: unknown key; did you mean chip?");
        assertThat(problems("crop = x")).singleElement().asString().startsWith("crop = x: unknown key; a board has");
        assertThat(problems("colour = red"))
                .containsExactly("colour = red: unknown key; a board has chip, i2c_bus, inputs, outputs, poll_ms,"
                        + " and pin.17.name and the like");
    }

    @Test
    void refusesAnUnknownKeyOfAPinAndSaysWhichOneWasPerhapsMeant() {
        assertThat(problems("inputs = 5", "pin.5.debounce = 1"))
                .containsExactly("pin.5.debounce = 1: unknown key; did you mean pin.5.debounce_us?");
        assertThat(problems("pin.05.name = door"))
                .containsExactly("pin.05.name = door: unknown key; did you mean pin.5.name?");
        assertThat(problems("Pin.5.Name = door"))
                .containsExactly("Pin.5.Name = door: unknown key; did you mean pin.5.name?");
        assertThat(problems("pin5.name = door"))
                .containsExactly("pin5.name = door: unknown key; did you mean pin.5.name?");
        assertThat(problems("pin.5.outsid = x"))
                .containsExactly("pin.5.outsid = x: unknown key; did you mean pin.5.outside?");
        assertThat(problems("pin.5.colour = red"))
                .containsExactly("pin.5.colour = red: unknown key;"
                        + " a pin has bias, debounce_us, drive, edges, locked, name, outside");
        assertThat(problems("pin.door.name = x"))
                .singleElement()
                .asString()
                .startsWith("pin.door.name = x: unknown key;");
        assertThat(problems("pin.99999999999.name = x"))
                .singleElement()
                .asString()
                .startsWith("pin.99999999999.name = x: unknown key;");
    }

    @Test
    void ignoresWhatTheFrameworkPutsThere() {
        assertThat(read(Map.ofEntries(
                                Map.entry("service.pid", "org.edgepin.gpio.sim~main"),
                                Map.entry("service.factoryPid", "org.edgepin.gpio.sim"),
                                Map.entry("component.name", "x"),
                                Map.entry("component.id", 7L),
                                Map.entry("felix.fileinstall.filename", "file:x"),
                                Map.entry("osgi.ds.satisfying.condition.target", "(x=y)"),
                                Map.entry("org.apache.karaf.features.configKey", "x"),
                                Map.entry("objectClass", new String[] {"x"}),
                                Map.entry(".password", "x")))
                        .problems())
                .isEmpty();
        assertThat(problems("org.edgepin.gpio.inputs = 5")).hasSize(1);
    }

    @Test
    void refusesOneThingThatIsSaidTwice() {
        assertThat(problems("InputGpios = 5", "inputs = 6"))
                .containsExactly("inputs = 6: given as InputGpios too; keep one of them");
        assertThat(problems("inputs = 5U", "pin.5.bias = pull-up"))
                .containsExactly("pin.5.bias = pull-up: inputs says 5U; keep one of them");
    }

    @Test
    void takesArraysAndCollectionsAsLists() {
        var expected = plans("inputs = 5,6U,7D");
        for (var value : List.of(
                new String[] {"5", "6U", "7D"},
                List.of("5", "6U", "7D"),
                new Object[] {5, "6U", "7D"},
                List.of("5,6U", "7D"))) {
            var configuration = read(Map.of("inputs", value));
            assertThat(configuration.plans(PINS)).isEqualTo(expected);
            assertThat(configuration.problems()).isEmpty();
        }
        assertThat(read(Map.of("outputs", new int[] {8, 9})).plans(PINS)).isEqualTo(plans("outputs = 8,9"));
        assertThat(read(Map.of("inputs", new String[0])).plans(PINS)).isEmpty();
        var blank = read(Map.of("inputs", List.of("5", " 6")));
        blank.check();
        assertThat(blank.problems()).singleElement().asString().startsWith("inputs = 5, 6: must be");
    }

    @Test
    void readsWhatIsSaidOfAPin() {
        assertThat(plans(
                        "inputs = 5",
                        "outputs = 8L",
                        "pin.5.name = front door",
                        "pin.5.debounce_us = 5000",
                        "pin.5.edges = falling",
                        "pin.5.bias = pull-down",
                        "pin.5.locked = true",
                        "pin.8.drive = open-source",
                        "pin.8.bias = disabled"))
                .containsExactlyEntriesOf(new TreeMap<>(Map.of(
                        5,
                        new PinPlan(
                                new PinSettings.Input(Bias.PULL_DOWN, Set.of(Edge.FALLING), Duration.ofMillis(5)),
                                "front door",
                                true),
                        8,
                        plan(new PinSettings.Output(Bias.DISABLED, Drive.OPEN_SOURCE, Optional.of(Level.LOW))))));
    }

    @Test
    void takesTheConfigurationsWordsAsTheirOwnTypes() {
        assertThat(read(Map.of("inputs", 5, "pin.5.locked", true, "pin.5.debounce_us", 5000L))
                        .plans(PINS))
                .isEqualTo(plans("inputs = 5", "pin.5.locked = true", "pin.5.debounce_us = 5000"));
    }

    @Test
    void aPinOfNoListCanBeNamedAndLocked() {
        assertThat(plans("pin.5.name = spare", "pin.5.locked = true"))
                .containsExactly(Map.entry(5, new PinPlan(PinSettings.UNUSED, "spare", true)));
    }

    @Test
    void refusesWhatHasNoEffect() {
        assertThat(problems(
                        "inputs = 5",
                        "outputs = 8",
                        "pin.5.drive = push-pull",
                        "pin.8.edges = both",
                        "pin.8.debounce_us = 1",
                        "pin.9.bias = pull-up",
                        "pin.9.edges = none",
                        "pin.9.drive = push-pull"))
                .containsExactlyInAnyOrder(
                        "pin.5.drive = push-pull: only for a pin in outputs",
                        "pin.8.edges = both: only for a pin in inputs",
                        "pin.8.debounce_us = 1: only for a pin in inputs",
                        "pin.9.bias = pull-up: only for a pin in inputs or outputs",
                        "pin.9.edges = none: only for a pin in inputs",
                        "pin.9.drive = push-pull: only for a pin in outputs");
    }

    @Test
    void aListThatCannotBeReadIsOneMistakeNotMany() {
        assertThat(problems("inputs = 5, 6", "outputs = 8", "pin.5.edges = both", "pin.6.debounce_us = 1"))
                .hasSize(1);
    }

    @Test
    void refusesWrongValuesOfAPin() {
        assertThat(problems(
                        "inputs = 5",
                        "outputs = 8",
                        "pin.5.bias = up",
                        "pin.5.debounce_us = 10000001",
                        "pin.5.edges = rising,falling",
                        "pin.5.locked = yes",
                        "pin.8.drive = PUSH_PULL"))
                .containsExactlyInAnyOrder(
                        "pin.5.bias = up: must be one of as-is, disabled, pull-down, pull-up",
                        "pin.5.debounce_us = 10000001: must be a whole number from 0 to 10000000",
                        "pin.5.edges = rising,falling: must be one of both, falling, none, rising",
                        "pin.5.locked = yes: must be one of false, true",
                        "pin.8.drive = PUSH_PULL: must be one of open-drain, open-source, push-pull");
        for (var wrong : List.of("-1", "5.0", "5ms", "99999999999999", "0x10", "٣", "5 ")) {
            assertThat(problems("inputs = 5", "pin.5.debounce_us = " + wrong)).hasSize(1);
        }
    }

    @Test
    void refusesANameThatDoesNotFitOnALine() {
        for (var wrong : List.of("a".repeat(65), "front\ndoor", " door", "door ", "a\tb")) {
            assertThat(problems("pin.5.name = " + wrong))
                    .singleElement()
                    .asString()
                    .endsWith(": must be at most 64 characters on one line, no blank at its ends")
                    .doesNotContain("\n");
        }
        assertThat(plans("pin.5.name = " + "ü".repeat(64))).containsKey(5);
    }

    @Test
    void refusesANameThatCouldMeanAnotherPin() {
        assertThat(problems("pin.5.name = door", "pin.6.name = door", "pin.7.name = 5"))
                .containsExactlyInAnyOrder(
                        "pin.6.name = door: is the name of pin 5 already",
                        "pin.7.name = 5: must not be a number, as pins have numbers");
        assertThat(plans("pin.5.name = door", "pin.6.name = Door", "pin.7.name = 5 V"))
                .containsKeys(5, 6, 7);
    }

    @Test
    void saysWhichKeyAsksForWhatThePinCannotDo() {
        assertThat(problems("inputs = 50", "outputs = 40"))
                .containsExactly("outputs = 40: pin 40 cannot be an output", "inputs = 50: pin 50 cannot be an input");
        assertThat(problems("inputs = 40D"))
                .containsExactly("inputs = 40D: pin 40 cannot have bias pull-down, only pull-up");
        assertThat(problems("inputs = 40", "pin.40.bias = disabled", "pin.40.debounce_us = 5"))
                .containsExactly(
                        "pin.40.bias = disabled: pin 40 cannot have bias disabled, only pull-up",
                        "pin.40.debounce_us = 5: pin 40 cannot debounce");
        assertThat(problems("outputs = 50H", "pin.50.drive = push-pull"))
                .containsExactly("pin.50.drive = push-pull: pin 50 cannot drive push-pull, only open-drain");
    }

    @Test
    void whatIsLeftOpenIsWhatTheBoardIsWiredFor() {
        assertThat(plans("inputs = 40", "outputs = 50"))
                .containsExactlyEntriesOf(new TreeMap<>(Map.of(
                        40, plan(new PinSettings.Input(Bias.PULL_UP)),
                        50, plan(new PinSettings.Output(Bias.PULL_UP, Drive.OPEN_DRAIN, Optional.empty())))));
    }

    @Test
    void reportsAllThatIsWrongAtOnce() {
        assertThat(problems(
                        "inputs = 5,5,99",
                        "outputs = 8h",
                        "poll_ms = 0",
                        "color = red",
                        "pin.5.name = a\u0007b",
                        "pin.5.edges = all"))
                .containsExactlyInAnyOrder(
                        "color = red: unknown key; a board has chip, i2c_bus, inputs, outputs, poll_ms,"
                                + " and pin.17.name and the like",
                        "poll_ms = 0: must be a whole number from 1 to 60000",
                        "inputs = 5,5,99: pin 5 is there twice; name it once",
                        "outputs = 8h: must be pin numbers with commas and without blanks,"
                                + " each alone or with H (high) or L (low), as in 8H,9,27L",
                        "pin.5.edges = all: must be one of both, falling, none, rising",
                        "pin.5.name = a?b: must be at most 64 characters on one line, no blank at its ends",
                        "inputs = 5,5,99: the board has no pin 99, only 0 to 27, 40 to 41, 50");
    }

    @Test
    void findsWhatIsWrongWithoutKnowingTheBoardsPins() {
        var configuration = read("inputs = 5,99", "outputs = 5", "pin.5.edges = all");
        configuration.check();
        assertThat(configuration.problems())
                .containsExactlyInAnyOrder(
                        "outputs = 5: pin 5 is in inputs too; keep one of them",
                        "pin.5.edges = all: must be one of both, falling, none, rising");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "007", "-5", "60001", "50ms", "99999999999999999999", " 50", "5.0"})
    void refusesAPollPeriodOfWhateverBoard(String wrong) {
        assertThat(problems("poll_ms = " + wrong))
                .singleElement()
                .asString()
                .startsWith("poll_ms = ")
                .endsWith(": must be a whole number from 1 to 60000");
        assertThat(problems("InputPollPeriod = " + wrong))
                .singleElement()
                .asString()
                .startsWith("InputPollPeriod = ");
    }

    @Test
    void aWrongOrMissingPollPeriodIsTheBoardsOwn() {
        assertThat(read("poll_ms = 0").pollPeriod(Duration.ofMillis(20))).isEqualTo(Duration.ofMillis(20));
        assertThat(read().pollPeriod(Duration.ofMillis(20))).isEqualTo(Duration.ofMillis(20));
        assertThat(read("poll_ms = 1").pollPeriod(Duration.ofMillis(20))).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void aProviderReadsItsOwnKeysInTheSameWay() {
        var configuration = read("chip = rp1", "i2c_bus = 7", "pin.5.outside = low", "pin.17.outside = high");

        assertThat(configuration.choice("chip", Map.of("rp1", 1, "bcm2711", 2), 0))
                .isEqualTo(1);
        assertThat(configuration.number("i2c_bus", 0, 255)).hasValue(7);
        assertThat(configuration.text("chip")).hasValue("rp1");
        assertThat(configuration.pinTexts("outside")).containsExactly(Map.entry(5, "low"), Map.entry(17, "high"));
        assertThat(configuration.problems()).isEmpty();

        assertThat(configuration.choice("chip", Map.of("bcm2711", 2), 0)).isZero();
        assertThat(configuration.number("i2c_bus", 0, 6)).isEmpty();
        configuration.problem("pin.5.outside", "low", "must be high");
        assertThat(configuration.problems())
                .containsExactly(
                        "chip = rp1: must be one of bcm2711",
                        "i2c_bus = 7: must be a whole number from 0 to 6",
                        "pin.5.outside = low: must be high");
    }

    @Test
    void aNumberOfTheProvidersMayBeNegative() {
        assertThat(read("i2c_bus = -5").number("i2c_bus", -9, 9)).hasValue(-5);
        assertThat(read("i2c_bus = x").number("i2c_bus", -9, 9)).isEmpty();
    }

    @Test
    void aBoardWithWiredPinsUsesThemIfTheConfigurationNamesNone() {
        var none = read();
        none.defaultPins("0,1", "2");
        assertThat(none.plans(PINS)).isEqualTo(plans("inputs = 0,1", "outputs = 2"));
        var some = read("outputs = 3");
        some.defaultPins("0,1", "2");
        assertThat(some.plans(PINS)).isEqualTo(plans("outputs = 3"));
    }

    @Test
    void saysTheSameEachTimeItIsAsked() {
        var configuration = read("inputs = 5,5,99");
        configuration.check();
        configuration.plans(PINS);
        configuration.plans(PINS);
        assertThat(configuration.problems()).hasSize(2);
    }
}
