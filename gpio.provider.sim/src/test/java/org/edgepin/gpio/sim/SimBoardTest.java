// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GpioController;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.Sensing;
import org.edgepin.gpio.contract.BoardScenario;
import org.edgepin.gpio.contract.Events;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;

class SimBoardTest extends BoardScenario<SimBoard> {

    SimBoardTest() {
        super(SimConfig.PID);
    }

    @Override
    protected SimBoard create(BundleContext bundle, Map<String, Object> properties) {
        return new SimBoard(bundle, properties);
    }

    private static void awaitNoProblem(SimBoard board) {
        patiently().until(() -> board.status().problem().isEmpty());
    }

    @Test
    void isSimulatedWhereverItIsShown() {
        var board = open("inputs = 5,6U,7D", "outputs = 8H,9,27L");
        registry.controller();

        assertThat(registry.offers().get(0).properties().get(GpioController.SIMULATED))
                .isEqualTo(true);
        assertThat(registry.offers().get(0).properties().get(GpioController.MODEL))
                .isEqualTo("Raspberry Pi (simulated)");
        assertThat(board.status().simulated()).isTrue();
        assertThat(board.status().name()).isEqualTo(name());
    }

    @Test
    void theConnectorsExampleDoesWhatItSays() throws Exception {
        open("InputGpios = 5,6U,7D", "OutputGpios = 8H,9,27L", "InputPollPeriod = 50", "GpioMem-ResourceId = x");
        var controller = registry.controller();

        assertThat(controller.read(pin(6))).isEqualTo(Level.HIGH);
        assertThat(controller.read(pin(7))).isEqualTo(Level.LOW);
        assertThat(controller.state(pin(8)).driven()).contains(Level.HIGH);
        assertThat(controller.state(pin(27)).driven()).contains(Level.LOW);
        assertThat(controller.state(pin(5)).sensing()).isEqualTo(Sensing.INTERRUPT);
    }

    @Test
    void aGl20UsesItsPinsIfTheFileNamesNone() throws Exception {
        open("twin = gl20", "poll_ms = 7");
        var controller = registry.controller();

        assertThat(controller.state(pin(0)).settings()).isInstanceOf(PinSettings.Input.class);
        assertThat(controller.state(pin(7)).settings()).isInstanceOf(PinSettings.Output.class);
        assertThat(controller.state(pin(7)).level()).contains(Level.HIGH);
        assertThat(controller.state(pin(0)).sensing()).hasToString("polled every 7 ms");
    }

    @Test
    void aWireCarriesAnOutputsLevelToAnInput() throws Exception {
        open("inputs = 5", "outputs = 27L", "wires = 27-5");
        var controller = registry.controller();

        controller.write(pin(27), Level.HIGH);

        assertThat(controller.read(pin(5))).isEqualTo(Level.HIGH);
        assertThat(events.awaitEdge(pin(5), 1).edge()).isEqualTo(Edge.RISING);
    }

    @Test
    void aWireCanEndAtAnInputOfAGl20() throws Exception {
        open("twin = gl20", "poll_ms = 1", "wires = 6-0");
        var controller = registry.controller();

        controller.write(pin(6), Level.LOW);

        assertThat(events.awaitEdge(pin(0), 1).edge()).isEqualTo(Edge.FALLING);
    }

    @Test
    void aPinThatBecomesAnOutputIsSeenToChangeOnce() throws Exception {
        open("inputs = 5", "wires = 17-5");
        var controller = registry.controller();
        assertThat(controller.read(pin(5))).isEqualTo(Level.LOW);
        for (var round = 0; round < 100; round++) {
            var level = round % 4 < 2 ? Level.HIGH : Level.LOW;
            controller.configure(pin(17), PinSettings.UNUSED);
            controller.configure(pin(17), new PinSettings.Output(Bias.DISABLED, Drive.PUSH_PULL, Optional.of(level)));
            assertThat(controller.read(pin(5))).isEqualTo(level);
        }

        events.assertAlternating(pin(5));
        assertThat(events.edges(pin(5))).hasSize(50);
    }

    @Test
    void anEditOfOnePinCostsAnotherNoEdgeAtOneKilohertz() throws Exception {
        var usual = List.of("outputs = 27H", "pin.5.outside = square 1 ms 2000 times");
        var board = open("inputs = 5D,6U", "outputs = 27H");
        var controller = registry.controller();
        board.configure(properties(lines(usual, "inputs = 5D,6U")));

        var edits = 0;
        while (events.edges(pin(5)).size() < 4_000) {
            var edit = "edit " + ++edits;
            var used = edits % 5 != 0;
            board.configure(properties(lines(
                    usual,
                    "pin.6.name = " + edit,
                    used ? "inputs = 5D,6U" : "inputs = 5D",
                    used ? "pin.6.debounce_us = " + edits % 3 : "pin.6.outside = low",
                    used ? "pin.6.edges = rising" : "wires = 20-21")));
            patiently()
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> controller.state(pin(6)).name().equals(edit));
        }

        assertThat(edits).isGreaterThan(10);
        assertThat(events.edges(pin(5))).hasSize(4_000);
        events.assertTiled(pin(5));
        events.assertAlternating(pin(5));
        assertThat(controller.state(pin(5)).sequence()).isEqualTo(4_000);
        assertThat(controller.read(pin(5))).isEqualTo(Level.LOW);
        assertThat(controller.read(pin(27))).isEqualTo(Level.HIGH);
        assertThat(events.edges(pin(27))).isEmpty();
        assertThat(registry.ups()).isEqualTo(1);
    }

    private static String[] lines(List<String> usual, String... others) {
        return Stream.concat(usual.stream(), Arrays.stream(others)).toArray(String[]::new);
    }

    @Test
    void aLateEdgeIsMadeLateAndNotLeftOut() {
        var board = open("inputs = 5D");
        registry.controller();
        board.world().outside(5, ScriptReader.read("square 1 ms 100 times"));
        events.awaitEdge(pin(5), 10);

        synchronized (board.world()) {
            var resume = System.nanoTime() + Duration.ofMillis(30).toNanos();
            while (System.nanoTime() < resume) {
                Thread.onSpinWait();
            }
        }

        events.awaitEdge(pin(5), 200);
        assertThat(events.edges(pin(5))).hasSize(200);
        events.assertAlternating(pin(5));
    }

    @Test
    void theOutsideWorldChangesWithTheFile() throws Exception {
        var board = open("inputs = 5D,6D", "pin.5.outside = high");
        var controller = registry.controller();
        assertThat(controller.read(pin(5))).isEqualTo(Level.HIGH);

        board.configure(properties("inputs = 5D,6D", "wires = 5-6"));
        events.await("falling edge of pin 5", all -> events.newest(pin(5))
                .map(it -> it.edge() == Edge.FALLING)
                .orElse(false));

        board.configure(properties("inputs = 5D,6D", "wires = 5-6", "pin.6.outside = high"));
        assertThat(events.awaitEdge(pin(5), 2).edge()).isEqualTo(Edge.RISING);
        assertThat(events.awaitEdge(pin(6), 1).edge()).isEqualTo(Edge.RISING);

        board.configure(properties("inputs = 5D,6D", "pin.6.fault = stuck-low", "pin.6.outside = high"));
        assertThat(events.awaitEdge(pin(6), 2).edge()).isEqualTo(Edge.FALLING);
        assertThat(registry.ups()).isEqualTo(1);
    }

    @Test
    void whatTheConsoleDoesLastsUntilThePinsLineChanges() {
        var board = open("inputs = 5D,6D", "pin.5.outside = low");
        registry.controller();
        board.world().outside(5, new Script.Held(Outside.HIGH));
        events.awaitEdge(pin(5), 1);

        board.configure(properties("inputs = 5D,6D", "pin.5.outside = low", "pin.6.outside = high"));
        events.awaitEdge(pin(6), 1);
        assertThat(board.world().level(5)).isEqualTo(Level.HIGH);

        board.configure(properties("inputs = 5D,6D", "pin.6.outside = high"));
        assertThat(events.awaitEdge(pin(5), 2).edge()).isEqualTo(Edge.FALLING);
    }

    @Test
    void anOutputThatIsHeldFromOutsideShowsIt() throws Exception {
        for (var twin : Twin.WORDS.keySet()) {
            holdsAnOutput(twin);
        }
    }

    private void holdsAnOutput(String twin) throws Exception {
        var held = new PinChange(pin(7));
        var board = open("twin = " + twin, "outputs = 7", "poll_ms = 1");
        var controller = registry.controller();
        controller.write(pin(7), Level.HIGH);
        var before = events.all().size();

        board.world().outside(7, new Script.Held(Outside.LOW));

        events.await("change of the pin", all -> all.subList(before, all.size()).contains(held));
        var state = controller.state(pin(7));
        assertThat(state.problem()).contains("driven HIGH, sensed LOW");
        assertThat(state.level()).contains(Level.LOW);
        assertThat(state.driven()).contains(Level.HIGH);

        var after = events.all().size();
        board.world().outside(7, Script.OPEN);
        events.await("change of the pin", all -> all.subList(after, all.size()).contains(held));
        assertThat(controller.state(pin(7)).problem()).isEmpty();
        close(board);
    }

    @Test
    void aLevelCountsOnceItHasLasted() throws Exception {
        var board = open("inputs = 5D", "pin.5.debounce_us = 10000000");
        var controller = registry.controller();
        board.world().outside(5, new Script.Held(Outside.HIGH));

        assertThat(controller.read(pin(5))).isEqualTo(Level.LOW);
        assertThat(events.edges(pin(5))).isEmpty();

        controller.configure(pin(5), new PinSettings.Input(Bias.PULL_DOWN));
        assertThat(events.edges(pin(5))).extracting(EdgeEvent::edge).containsExactly(Edge.RISING);
        assertThat(controller.read(pin(5))).isEqualTo(Level.HIGH);
    }

    @Test
    void aBouncingContactIsOneEdgeForEachTurn() {
        var board = open("inputs = 5D", "pin.5.debounce_us = 8000");
        registry.controller();
        board.world().outside(5, ScriptReader.read("bounce 100 ms"));

        events.awaitEdge(pin(5), 6);

        events.assertAlternating(pin(5));
        events.assertTiled(pin(5));
    }

    @Test
    void aBoardThatIsAwayComesBackWhenTheFileSaysSo() throws Exception {
        var board = open("inputs = 5D", "outputs = 8L");
        var controller = registry.controller();
        controller.write(pin(8), Level.HIGH);

        board.configure(properties("inputs = 5D", "outputs = 8L", "fault = away"));
        registry.awaitNone();
        awaitProblem(board, "simulated fault away, as if unplugged");
        assertThat(board.status().state()).isEqualTo(BoardStatus.State.AWAY);
        assertThatThrownBy(() -> controller.read(pin(5))).isInstanceOf(BoardAwayException.class);
        board.world().outside(5, new Script.Held(Outside.HIGH));
        assertThat(events.edges(pin(5))).isEmpty();

        board.configure(properties("inputs = 5D", "outputs = 8L"));
        var again = registry.controller();

        assertThat(again.state(pin(8)).driven()).contains(Level.HIGH);
        assertThat(again.read(pin(5))).isEqualTo(Level.HIGH);
        assertThat(registry.ups()).isEqualTo(2);
    }

    @Test
    void aBoardThatStartsAwayIsConfiguredAndWaits() {
        var board = open("twin = gl20", "fault = away");

        awaitProblem(board, "simulated fault away");
        assertThat(board.status().model()).isEqualTo("HPE GL20 (simulated)");
        assertThat(registry.offers()).isEmpty();

        board.configure(properties("twin = gl20"));
        registry.controller();
    }

    @Test
    void anAccessTakesItsTime() throws Exception {
        for (var twin : List.of("rpi", "gl20")) {
            var board = open("twin = " + twin, "inputs = 5", "latency_us = 3000");
            var controller = registry.controller();
            var before = System.nanoTime();
            controller.read(pin(5));
            assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(3_000_000);
            close(board);
        }
    }

    @Test
    void aSlowBoardTakesHalfASecond() throws Exception {
        var board = open("inputs = 5");
        var controller = registry.controller();
        board.world().fault(BoardFault.SLOW);
        var before = System.nanoTime();

        controller.read(pin(5));

        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(500_000_000);
    }

    @Test
    void thePollPeriodChangesWithoutTouchingAPin() throws Exception {
        var board = open("twin = matrix", "inputs = 5", "poll_ms = 60000");
        var controller = registry.controller();

        board.configure(properties("twin = matrix", "inputs = 5", "poll_ms = 1"));

        patiently().until(() -> controller.state(pin(5)).sensing().equals(new Sensing(Duration.ofMillis(1))));
        board.world().outside(5, new Script.Held(Outside.HIGH));
        events.awaitEdge(pin(5), 1);
        assertThat(registry.ups()).isEqualTo(1);
    }

    @Test
    void aPolledPinThatSomebodyReadsHasAnEdgeForWhatWasRead() throws Exception {
        var board = open("twin = matrix", "inputs = 5", "poll_ms = 60000");
        var controller = registry.controller();

        for (var level : List.of(Level.HIGH, Level.LOW)) {
            board.world().outside(5, new Script.Held(level == Level.HIGH ? Outside.HIGH : Outside.LOW));
            assertThat(controller.read(pin(5))).isEqualTo(level);
            assertThat(events.newest(pin(5)).map(it -> it.edge().level())).contains(level);
        }
    }

    @Test
    void anotherTwinIsAnotherBoard() throws Exception {
        var board = open("twin = rpi", "inputs = 20");
        registry.controller();

        board.configure(properties("twin = gl20"));

        patiently().until(() -> registry.ups() == 2 && !registry.offers().isEmpty());
        assertThat(registry.controller().pins()).hasSize(8);
        assertThat(board.status().model()).isEqualTo("HPE GL20 (simulated)");
    }

    @Test
    void edgesWaitWhileTheBusIsReplaced() {
        var board = open("inputs = 5D");
        registry.controller();
        board.unbindEdgeBus(events);
        board.world().outside(5, ScriptReader.read("square 1 ms 50 times"));
        var another = new Events(PATIENCE);
        var rising = new CountDownLatch(1);
        board.bindEdgeBus(event -> {
            another.publish(event);
            rising.countDown();
        });

        another.awaitEdge(pin(5), 100);

        assertThat(rising.getCount()).isZero();
        another.assertTiled(pin(5));
        assertThat(events.edges(pin(5))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    inputs = 5,6X            | inputs = 5,6X: must be pin numbers
                    outputs = 8U             | outputs = 8U: must be pin numbers
                    inputs = 5,5U            | inputs = 5,5U: pin 5 is there twice
                    outputs = 5              | outputs = 5: pin 5 is in inputs too; keep one
                    inputs = 28              | inputs = 28: the board has no pin 28, only 0 to 27
                    pin.28.outside = low     | pin.28.outside = low: the board has no pin 28, only 0 to 27
                    colour = red             | colour = red: unknown key; a board has fault, inputs, latency_us, outputs, poll_ms, twin, wires, and
                    pin.5.outsid = low       | pin.5.outsid = low: unknown key;
                    twin = pi                | twin = pi: must be one of gl20, matrix, rpi
                    wires = 27/5             | wires = 27/5: must be pairs of pins with commas and without blanks, as in 27-5,9-6
                    wires = 5-5              | wires = 5-5: 5-5 ends where it begins; a wire needs two pins
                    wires = 27-5,9-28        | wires = 27-5,9-28: the board has no pin 28, only 0 to 27
                    pin.5.outside = squaer   | pin.5.outside = squaer: must be open, low, high, square <time> [<n> times],
                    pin.5.outside = record 0 | pin.5.outside = record 0: '0' must be <ms>:<level>
                    pin.5.fault = dead       | pin.5.fault = dead: must be one of none, stuck-high, stuck-low
                    fault = gone             | fault = gone: must be one of away, none, slow
                    latency_us = fast        | latency_us = fast: must be a whole number from 0 to 1000000
                    poll_ms = 0              | poll_ms = 0: must be a whole number from 1 to 60000
                    pin.27.debounce_us = 5   | pin.27.debounce_us = 5: only for a pin in inputs
                    """)
    void aWrongLineIsRefusedAndWhatRanRunsOn(String line, String problem) throws Exception {
        var right = List.of("inputs = 5D,6U", "outputs = 27L", "pin.6.name = door");
        var board = open(lines(right));
        var controller = registry.controller();
        controller.write(pin(27), Level.HIGH);
        var states = List.of(controller.state(pin(5)), controller.state(pin(6)), controller.state(pin(27)));

        var wrong = properties(lines(right));
        wrong.putAll(properties(line));
        wrong.putIfAbsent("pin.5.outside", "high");
        board.configure(wrong);

        awaitProblem(board, "configuration refused: " + problem);
        assertThat(board.status().state()).isEqualTo(BoardStatus.State.UP);
        assertThat(List.of(controller.state(pin(5)), controller.state(pin(6)), controller.state(pin(27))))
                .isEqualTo(states);
        board.world().outside(5, new Script.Held(Outside.HIGH));
        events.awaitEdge(pin(5), 1);

        board.configure(properties(lines(right)));
        awaitNoProblem(board);
        assertThat(registry.ups()).isEqualTo(1);
    }

    @Test
    void aGl20RefusesWhatItsWiringDoesNotAllow() {
        var board = open("twin = gl20", "inputs = 0D,6", "outputs = 5");

        awaitProblem(board, "inputs = 0D,6: pin 0 cannot have bias pull-down, only pull-up");
        awaitProblem(board, "inputs = 0D,6: pin 6 cannot be an input");
        awaitProblem(board, "outputs = 5: pin 5 cannot be an output");
        assertThat(registry.offers()).isEmpty();

        board.configure(properties("twin = gl20"));
        registry.controller();
        awaitNoProblem(board);
    }
}
