// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.GpioController;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.LineBusyException;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.contract.BoardProperties;
import org.edgepin.gpio.contract.Events;
import org.edgepin.gpio.contract.Registry;
import org.edgepin.linux.GpioChip;
import org.edgepin.linux.LineSettings;
import org.edgepin.rig.KeeperLog;
import org.edgepin.rig.SimulatedChip;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** A board on a chip of the real kernel, and what happens to it. */
class RpiInTheRigTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LABEL = "pinctrl-bcm2711";
    private static final int LINES = 28;
    private static final AtomicInteger BOARDS = new AtomicInteger();

    /** Of its own, as levels to start with are driven once for each board. */
    private final String name = "pi" + BOARDS.incrementAndGet();

    private final KeeperLog log = new KeeperLog();
    private final List<RpiBoard> boards = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Registry registry = new Registry(PATIENCE);
    private final Events events = new Events(PATIENCE);
    private SimulatedChip chip = SimulatedChip.plugIn(LABEL, LINES);

    @AfterEach
    void close() {
        threads.shutdownNow();
        boards.forEach(RpiBoard::close);
        chip.close();
        log.close();
    }

    private RpiBoard open(Registry framework, EdgeBus bus, String name, String... lines) {
        var board = new RpiBoard(framework.bundle(), BoardProperties.of(RpiConfig.PID, name, lines));
        board.bindEdgeBus(bus);
        boards.add(board);
        return board;
    }

    private GpioController start(EdgeBus bus, String... lines) {
        open(registry, bus, name, lines);
        return registry.controller();
    }

    private void close(RpiBoard board) {
        boards.remove(board);
        board.close();
    }

    private PinId pin(int number) {
        return new PinId(name, number);
    }

    private static PinSettings.Input input(Bias bias, Set<Edge> edges, int debounceMillis) {
        return new PinSettings.Input(bias, edges, Duration.ofMillis(debounceMillis));
    }

    private static PinSettings.Input debounced(int millis) {
        return input(Bias.DISABLED, Set.of(Edge.RISING, Edge.FALLING), millis);
    }

    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    private static void awaitProblem(RpiBoard board, String problem) {
        patiently().untilAsserted(() -> assertThat(board.status().problem().orElse(""))
                .contains(problem));
    }

    private static int descriptors() {
        return Objects.requireNonNull(Path.of("/proc/self/fd").toFile().list()).length;
    }

    private List<Long> changes(int... pins) {
        return Arrays.stream(pins).mapToObj(it -> chip.line(it).changes()).toList();
    }

    @Test
    void aHundredThousandEdgesOnEightLinesAtFullSpeedAreDeliveredOrDeclaredLost(TestReporter reporter) {
        var tally = new Tally();
        start(tally, "inputs = 0,1,2,3,4,5,6,7");

        chip.burst(0xFF, 12_500);

        patiently().until(() -> tally.accounted() >= 100_000);
        reporter.publishEntry("delivered", Long.toString(tally.delivered()));
        reporter.publishEntry("declared lost", Long.toString(tally.accounted() - tally.delivered()));
        assertThat(tally.faults()).isEmpty();
        for (var number = 0; number < 8; number++) {
            assertThat(tally.of(pin(number)).accounted()).isEqualTo(12_500);
        }
        assertThat(tally.delivered()).isPositive();
    }

    @Test
    void aBurstLargerThanTheKernelsBufferIsAGapOfExactlyTheRightSize() throws Exception {
        var tally = new Tally();
        var controller = start(tally, "inputs = 17");

        chip.burst(1L << 17, 20_001);

        patiently().until(() -> tally.accounted() >= 20_001);
        var count = tally.of(pin(17));
        assertThat(count.lost()).as("declared lost").isPositive().isEqualTo(20_001 - count.delivered());
        assertThat(count.next()).isEqualTo(20_002);
        assertThat(count.last()).isEqualTo(Edge.RISING);
        assertThat(tally.faults()).isEmpty();
        assertThat(controller.state(pin(17)).sequence()).isEqualTo(20_001);
        assertThat(controller.read(pin(17))).isEqualTo(Level.HIGH);
    }

    @Test
    void aThousandReconfigurationsOfOneLineLoseNoEdgeOfAnotherAndMoveNoThird() throws Exception {
        var rounds = 1_000;
        var tally = new Tally();
        var controller = start(tally, "inputs = 1,2,3", "outputs = 4");
        // all of them in one request
        controller.configure(pin(3), new PinSettings.Output(Bias.AS_IS, Drive.PUSH_PULL, Optional.of(Level.HIGH)));
        controller.write(pin(4), Level.HIGH);
        var before = changes(3, 4);
        var world = threads.submit(() -> IntStream.range(0, 4 * rounds).forEach(it -> chip.burst(1L << 2, 1)));

        for (var round = 0; round < rounds; round++) {
            controller.configure(pin(1), debounced(round % 20));
        }

        world.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        patiently().until(() -> tally.of(pin(2)).accounted() >= 4L * rounds);
        assertThat(tally.of(pin(2)).delivered()).isEqualTo(4L * rounds);
        assertThat(tally.of(pin(2)).lost()).isZero();
        assertThat(changes(3, 4))
                .as("changes of the outputs, seen from outside")
                .isEqualTo(before);
        assertThat(chip.line(3).high()).isTrue();
        assertThat(chip.line(3).output()).isTrue();
        assertThat(tally.faults()).isEmpty();
    }

    @Test
    void aHundredRestartsMoveNothing() throws Exception {
        var first = open(registry, events, name, "outputs = 8H,9L,10");
        var controller = registry.controller();
        controller.write(Map.of(pin(8), Level.LOW, pin(9), Level.HIGH, pin(10), Level.HIGH));
        close(first);
        var before = changes(8, 9, 10);
        for (var round = 0; round < 100; round++) {
            var board = open(registry, events, name, "outputs = 8H,9L,10");
            var again = registry.controller();
            assertThat(again.state(pin(8)).driven()).contains(Level.LOW);
            assertThat(again.state(pin(9)).driven()).contains(Level.HIGH);
            assertThat(again.state(pin(10)).driven()).contains(Level.HIGH);
            close(board);
        }

        assertThat(changes(8, 9, 10)).as("changes, seen from outside").isEqualTo(before);
    }

    @Test
    void restartsLeaveNothingOpen() {
        close(open(registry, events, name, "inputs = 1,2,3,4,5,6", "outputs = 8"));
        var before = descriptors();
        for (var round = 0; round < 5; round++) {
            var board = open(registry, events, name, "inputs = 1,2,3,4,5,6", "outputs = 8");
            registry.controller();
            close(board);
        }

        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void aChipThatIsRemovedIsFoundAgainUnderAnotherNumberAndOtherBoardsDoNotNotice() throws Exception {
        try (var other = SimulatedChip.plugIn("other-chip", 8)) {
            var otherRegistry = new Registry(PATIENCE);
            var sound = open(otherRegistry, events, "sound", "chip = other-chip", "inputs = 1");
            otherRegistry.controller();
            var board = open(registry, events, name, "inputs = 5", "outputs = 8L");
            registry.controller();
            var location = board.status().location();
            assertThat(location).isEqualTo(chip.device() + " [" + LABEL + "]");
            patiently().until(() -> log.lines().size() == 2);
            log.clear();

            chip.close();
            registry.awaitNone();
            awaitProblem(
                    board, "no GPIO chip is labelled pinctrl-rp1 or pinctrl-bcm2711 or pinctrl-bcm2835; there is ");
            try (var squatter = SimulatedChip.plugIn("squatter", 1)) {
                assertThat(squatter.line(0).output()).isFalse();
                chip = SimulatedChip.plugIn(LABEL, LINES);
                var again = registry.controller();

                assertThat(board.status().location())
                        .isEqualTo(chip.device() + " [" + LABEL + "]")
                        .isNotEqualTo(location);
                chip.high(5);
                assertThat(events.awaitEdge(pin(5), 1).edge()).isEqualTo(Edge.RISING);
                again.write(pin(8), Level.HIGH);
                assertThat(chip.line(8).high()).isTrue();
                patiently().until(() -> board.status().problem().isEmpty());
            }
            other.high(1);
            events.awaitEdge(new PinId("sound", 1), 1);
            assertThat(otherRegistry.ups()).isEqualTo(1);
            assertThat(log.lines())
                    .satisfiesExactly(
                            it -> assertThat(it).startsWith("WARNING board " + name + " is away, still trying: "),
                            it -> assertThat(it)
                                    .startsWith("INFO board " + name + " is back: Raspberry Pi, " + chip.device()));
            close(sound);
        }
    }

    @Test
    void aChipThatIsRemovedIsNoticedThoughNoLineIsUsed() {
        var board = open(registry, events, name);
        registry.controller();

        chip.close();

        registry.awaitNone();
        chip = SimulatedChip.plugIn(LABEL, LINES);
        registry.controller();
        patiently().until(() -> board.status().state() == BoardStatus.State.UP);
    }

    @Test
    void whoHoldsALineIsNamedTheOthersAreUsedAndItIsTakenWhenItIsFree() throws Exception {
        RpiBoard board;
        try (var gpio = GpioChip.open(chip.device());
                var theirs = gpio.request("watchman", Map.of(6, LineSettings.input()))) {
            assertThat(theirs.offsets()).containsExactly(6);
            board = open(registry, events, name, "inputs = 5,6,7");
            var controller = registry.controller();

            awaitProblem(board, pin(6) + ": held by 'watchman'");
            assertThatThrownBy(() -> controller.read(pin(6)))
                    .isInstanceOfSatisfying(LineBusyException.class, it -> assertThat(it.consumer())
                            .isEqualTo("watchman"));
            assertThat(controller.state(pin(6)).consumer()).contains("watchman");
            chip.high(5);
            events.awaitEdge(pin(5), 1);
        }
        var controller = registry.controller();
        patiently().until(() -> board.status().problem().isEmpty());
        chip.high(6);
        events.awaitEdge(pin(6), 1);
        assertThat(controller.read(pin(6))).isEqualTo(Level.HIGH);
        assertThat(registry.ups()).isEqualTo(1);
    }

    @Test
    void fiveInputsCanBeAsDifferentAsTheyLike() throws Exception {
        var controller = start(events, "inputs = 0,1,2,3,4");
        var kinds = List.of(
                input(Bias.PULL_UP, Set.of(Edge.RISING), 1),
                input(Bias.PULL_DOWN, Set.of(Edge.FALLING), 2),
                input(Bias.DISABLED, Set.of(), 3),
                input(Bias.AS_IS, Set.of(Edge.RISING, Edge.FALLING), 4),
                input(Bias.PULL_UP, Set.of(Edge.FALLING), 5));
        for (var round = 0; round < 10; round++) {
            for (var number = 0; number < 5; number++) {
                controller.configure(pin(number), kinds.get((number + round) % 5));
            }
            for (var number = 0; number < 5; number++) {
                assertThat(controller.state(pin(number)).settings()).isEqualTo(kinds.get((number + round) % 5));
            }
            controller.configure(
                    pin(round % 5), new PinSettings.Output(Bias.AS_IS, Drive.OPEN_SOURCE, Optional.empty()));
        }
    }

    @Test
    void manyOutputsThatBecomeTooDifferentAreRefusedAndDoNotMove() throws Exception {
        var controller = start(events, "outputs = 0H,1H,2H,3H,4H,5H,6H,7H,8H,9H,10H,11H");
        var before = changes(IntStream.range(0, 12).toArray());
        var refused = 0;
        var biases = List.of(Bias.AS_IS, Bias.DISABLED, Bias.PULL_UP, Bias.PULL_DOWN);
        for (var number = 0; number < 12; number++) {
            var wanted = input(biases.get(number % 4), Set.of(), number + 1);
            var moved = chip.line(number).changes();
            try {
                controller.configure(pin(number), wanted);
                assertThat(controller.state(pin(number)).settings()).isEqualTo(wanted);
            } catch (PinCapabilityException e) {
                refused++;
                assertThat(e)
                        .hasMessage(pin(number) + ": differs too much from the pins that it was requested with:"
                                + " restart the board to group them anew");
                assertThat(controller.state(pin(number)).driven()).contains(Level.HIGH);
                assertThat(chip.line(number).changes()).isEqualTo(moved);
                assertThat(chip.line(number).output()).isTrue();
            }
        }
        assertThat(refused).isBetween(1, 8);
        assertThat(changes(11)).isEqualTo(before.subList(11, 12));
    }

    @Test
    void aPinThatIsNoLongerUsedDrivesNothingAndTheOthersDoNotNotice() throws Exception {
        var controller = start(events, "inputs = 5", "outputs = 8H,9H");
        var before = changes(9);

        controller.configure(pin(8), PinSettings.UNUSED);

        assertThat(chip.line(8).output()).isFalse();
        assertThat(controller.state(pin(8)).consumer()).isEmpty();
        assertThat(controller.state(pin(8)).driven()).isEmpty();
        chip.low(8);
        controller.configure(pin(8), new PinSettings.Output());
        assertThat(controller.state(pin(8)).driven()).contains(Level.LOW);
        controller.configure(pin(8), PinSettings.UNUSED);
        controller.configure(pin(9), PinSettings.UNUSED);
        assertThat(changes(9)).isEqualTo(before);
        try (var gpio = GpioChip.open(chip.device())) {
            assertThat(gpio.line(8).used()).isFalse();
            assertThat(gpio.line(9).used()).isFalse();
            assertThat(gpio.line(5).consumer()).isEqualTo("edgepin");
        }
    }

    @Test
    void theLastEdgeEndsAtTheTrueLevelHoweverOftenTheFilterIsChangedMeanwhile() throws Exception {
        var controller = start(events, "inputs = 5");
        var bothEdges = Set.of(Edge.RISING, Edge.FALLING);
        for (var round = 0; round < 200; round++) {
            var state = controller.state(pin(5));
            var high = round % 3 != 0;
            var world = threads.submit(() -> {
                for (var bounce = 0; bounce < 5; bounce++) {
                    chip.burst(1L << 5, 3);
                    if ((bounce == 4) == high) {
                        chip.high(5);
                    } else {
                        chip.low(5);
                    }
                }
            });
            for (var change = 0; change < 4; change++) {
                controller.configure(pin(5), input(Bias.DISABLED, bothEdges, change % 2 == 0 ? 1 : 0));
            }
            world.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            var level = high ? Level.HIGH : Level.LOW;
            patiently().until(() -> controller.read(pin(5)) == level);
            events.await(
                    "edges that lead to " + level, it -> events.replay(state).equals(Optional.of(level)));
        }
        events.assertTiled(pin(5));
    }

    @Test
    void openDrainPullsDownAndLetsGoAndSaysSoIfItIsHeld() throws Exception {
        var controller = start(events, "outputs = 9L", "pin.9.drive = open-drain", "pin.9.bias = pull-up");
        assertThat(chip.line(9).high()).isFalse();

        controller.write(pin(9), Level.HIGH);
        assertThat(chip.line(9).high()).isTrue();
        assertThat(chip.line(9).bias()).isEqualTo("pull-up");
        assertThat(controller.state(pin(9)).problem()).isEmpty();

        chip.low(9);
        assertThat(controller.read(pin(9))).isEqualTo(Level.LOW);
        assertThat(controller.state(pin(9)).problem()).contains("driven HIGH, sensed LOW");
        chip.open(9);
        assertThat(controller.state(pin(9)).problem()).isEmpty();
    }

    @Test
    void ofAnotherChipEachLineIsAPin() throws Exception {
        try (var other = SimulatedChip.plugIn("usb-relays", 4)) {
            for (var word : List.of(
                    "usb-relays",
                    other.device().toString(),
                    Objects.requireNonNull(other.device().getFileName()).toString())) {
                var framework = new Registry(PATIENCE);
                var board = open(framework, events, "relays", "chip = " + word, "outputs = 0L,3H");
                var controller = framework.controller();

                assertThat(controller.pins())
                        .extracting(Pin::label)
                        .containsExactly("GPIO0", "GPIO1", "GPIO2", "GPIO3");
                assertThat(board.status().location()).isEqualTo(other.device() + " [usb-relays]");
                assertThat(board.status().model()).isEqualTo("GPIO chip usb-relays");
                close(board);
            }
        }
    }

    @Test
    void otherWordsForTheSameChipChangeNothing() throws Exception {
        var board = open(registry, events, name, "outputs = 8H");
        registry.controller();
        var before = changes(8);

        board.configure(
                BoardProperties.of(RpiConfig.PID, name, "outputs = 8H", "chip = " + LABEL, "pin.8.name = lamp"));

        var controller = registry.controller();
        patiently().until(() -> controller.state(pin(8)).name().equals("lamp"));
        assertThat(registry.ups()).isEqualTo(1);
        assertThat(changes(8)).isEqualTo(before);
    }

    @Test
    void aChipThatIsNotThereIsWaitedFor() {
        var board = open(registry, events, name, "chip = ftdi-cbus", "inputs = 1");
        awaitProblem(board, "no GPIO chip is labelled ftdi-cbus; there is " + chip.device() + " [" + LABEL + "]");
        assertThat(board.status().state()).isEqualTo(BoardStatus.State.AWAY);

        try (var late = SimulatedChip.plugIn("ftdi-cbus", 2)) {
            registry.controller();
            assertThat(board.status().location()).isEqualTo(late.device() + " [ftdi-cbus]");
            close(board);
        }
    }

    @Test
    void aNodeThatIsNoChipIsRefusedByTheKernel() {
        awaitProblem(open(registry, events, name, "chip = /dev/null"), "not a GPIO chip");
    }

    @Test
    void aChipThatIsTooSmallForTheHeaderIsNotTakenForOne() {
        try (var small = SimulatedChip.plugIn("pinctrl-rp1", 8)) {
            awaitProblem(
                    open(registry, events, name, "inputs = 1"),
                    small.device() + " [pinctrl-rp1] has only 8 lines, the header needs 28");
        }
    }
}
