// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.GpioHardwareException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.LineBusyException;
import org.edgepin.gpio.NoSuchPinException;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinNotConfiguredException;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoardControllerTest {

    private static final PinSettings INPUT = new PinSettings.Input(Bias.DISABLED);
    private static final PinSettings OUTPUT = new PinSettings.Output();

    private final FakeBoard board = new FakeBoard();
    private final EdgeOutlet outlet = new EdgeOutlet();
    private final List<GpioEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final List<IOException> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final BoardController<FakeBoard.Settings> controller = controller(Map.of(
            5, plan(INPUT),
            6, new PinPlan(new PinSettings.Input(Bias.PULL_UP), "door", true),
            8, plan(new PinSettings.Output(Bias.AS_IS, Drive.PUSH_PULL, Optional.of(Level.HIGH))),
            9, plan(OUTPUT)));

    private BoardController.Owner<FakeBoard.Settings> owner() {
        return new BoardController.Owner<>() {
            @Override
            public BoardStatus status() {
                return new BoardStatus(
                        "main",
                        "",
                        false,
                        BoardStatus.State.AWAY,
                        Instant.EPOCH,
                        "",
                        "pid",
                        Optional.of("no acknowledge"));
            }

            @Override
            public void failed(BoardController<FakeBoard.Settings> failing, IOException cause) {
                failures.add(cause);
            }

            @Override
            public void refusedChanged(BoardController<FakeBoard.Settings> current) {
                refusals.incrementAndGet();
            }
        };
    }

    private static PinPlan plan(PinSettings settings) {
        return new PinPlan(settings, "", false);
    }

    private BoardController<FakeBoard.Settings> controller(Map<Integer, PinPlan> plans) {
        return new BoardController<>(
                "main", board.pins("main"), Wanted.NOTHING.planned(new TreeMap<>(plans)), outlet, owner());
    }

    @BeforeEach
    void start() throws IOException {
        board.levels.put(9, Level.HIGH);
        controller.start(board.open("main", new FakeBoard.Settings("a", 1), controller));
        outlet.bind(events::add);
        events.clear();
        board.calls.clear();
    }

    private static PinId id(int number) {
        return new PinId("main", number);
    }

    private List<String> events() {
        return events.stream()
                .map(it -> it instanceof EdgeEvent edge
                        ? edge.pin().number() + " " + edge.edge() + " " + edge.sequence()
                        : it instanceof GapEvent gap
                                ? gap.pin().number() + " lost " + gap.first() + "+" + gap.count()
                                : ((PinChange) it).pin().number() + " changed")
                .toList();
    }

    @Test
    void readsPinsInTheirOrderInOneAccess() throws Exception {
        board.levels.put(5, Level.HIGH);

        assertThat(controller.read(Set.of(id(9), id(5), id(6))))
                .containsExactlyEntriesOf(
                        new TreeMap<>(Map.of(id(5), Level.HIGH, id(6), Level.LOW, id(9), Level.HIGH)));
        assertThat(board.calls).containsExactly("read [5, 6, 9]");
    }

    @Test
    void readingOrWritingNothingIsNoAccess() throws Exception {
        assertThat(controller.read(Set.of())).isEmpty();
        controller.write(Map.of());

        assertThat(board.calls).isEmpty();
    }

    @Test
    void refusesPinsThatItDoesNotHave() {
        for (var stranger : List.of(id(10), new PinId("other", 5))) {
            assertThatThrownBy(() -> controller.read(Set.of(id(5), stranger)))
                    .isInstanceOf(NoSuchPinException.class)
                    .hasMessage(stranger + ": no such pin");
            assertThatThrownBy(() -> controller.write(Map.of(id(9), Level.LOW, stranger, Level.LOW)))
                    .isInstanceOf(NoSuchPinException.class);
            assertThatThrownBy(() -> controller.state(stranger)).isInstanceOf(NoSuchPinException.class);
            assertThatThrownBy(() -> controller.configure(stranger, INPUT)).isInstanceOf(NoSuchPinException.class);
        }
        assertThat(board.calls).isEmpty();
    }

    @Test
    void refusesToReadOrWriteAPinThatIsNotUsed() {
        assertThatThrownBy(() -> controller.read(Set.of(id(5), id(0))))
                .isInstanceOf(PinNotConfiguredException.class)
                .hasMessage("main/0: not configured");
        assertThatThrownBy(() -> controller.write(Map.of(id(9), Level.LOW, id(0), Level.LOW)))
                .isInstanceOf(PinNotConfiguredException.class);
        assertThat(board.calls).isEmpty();
    }

    @Test
    void drivesNothingUnlessAllPinsAreOutputs() {
        assertThatThrownBy(() -> controller.write(Map.of(id(9), Level.LOW, id(5), Level.LOW)))
                .isInstanceOf(PinCapabilityException.class)
                .hasMessage("main/5: not an output");
        assertThat(board.calls).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void aWriteThatChangesALevelIsAnEdge() throws Exception {
        controller.write(Map.of(id(8), Level.LOW, id(9), Level.HIGH));
        controller.write(Map.of(id(9), Level.LOW));
        controller.write(id(9), Level.HIGH);

        assertThat(board.calls).containsExactly("write {8=LOW, 9=HIGH}", "write {9=LOW}", "write {9=HIGH}");
        assertThat(events()).containsExactly("8 FALLING 1", "9 FALLING 1", "9 RISING 2");
    }

    @Test
    void theLevelThatAPinIsAdoptedWithIsNoEdge() throws Exception {
        assertThat(controller.state(id(9)).driven()).contains(Level.HIGH);
        assertThat(controller.state(id(8)).driven()).contains(Level.HIGH);
        assertThat(controller.state(id(8)).sequence()).isZero();
    }

    @Test
    void saysWhatItKnowsOfAPin() throws Exception {
        board.drive(6, Level.HIGH);

        var state = controller.state(id(6));
        assertThat(state.pin()).isEqualTo(board.pins("main").get(6));
        assertThat(state.name()).isEqualTo("door");
        assertThat(state.locked()).isTrue();
        assertThat(state.settings()).isEqualTo(new PinSettings.Input(Bias.PULL_UP));
        assertThat(state.level()).contains(Level.HIGH);
        assertThat(state.driven()).isEmpty();
        assertThat(state.sequence()).isOne();
        assertThat(state.lastEdge()).contains(((EdgeEvent) events.get(0)).time());
        assertThat(state.consumer()).contains(PinState.CONSUMER);
        assertThat(state.problem()).isEmpty();
    }

    @Test
    void saysWhoHoldsAPinThatItDoesNotUse() throws Exception {
        board.heldBy.put(0, "gpio-keys");

        var state = controller.state(id(0));
        assertThat(state.settings()).isEqualTo(PinSettings.UNUSED);
        assertThat(state.level()).isEmpty();
        assertThat(state.lastEdge()).isEmpty();
        assertThat(state.consumer()).contains("gpio-keys");
        assertThat(board.calls).as("an unused pin is left alone").isEmpty();
    }

    @Test
    void passesOnWhatTheHardwareSaysIsWrongWithAPin() throws Exception {
        board.troubles.put(9, "driven HIGH, sensed LOW");
        controller.changed(9);
        controller.changed(77);

        assertThat(events()).containsExactly("9 changed");
        assertThat(controller.state(id(9)).problem()).contains("driven HIGH, sensed LOW");
    }

    @Test
    void anOutputShowsALevelToStartWithOnlyUntilItIsDriven() throws Exception {
        assertThat(controller.state(id(8)).settings()).isEqualTo(OUTPUT);
        controller.write(id(8), Level.LOW);

        controller.configure(id(8), controller.state(id(8)).settings());

        assertThat(controller.read(id(8))).isEqualTo(Level.LOW);
    }

    @Test
    void configuresOnePinAndTellsOfIt() throws Exception {
        var changed = new PinSettings.Input(Bias.PULL_DOWN, Set.of(Edge.RISING), Duration.ofMillis(5));
        controller.configure(id(5), changed);

        assertThat(board.calls).containsExactly("configure {5=in pull_down 5000}");
        assertThat(events()).containsExactly("5 changed");
        assertThat(controller.state(id(5)).settings()).isEqualTo(changed);
    }

    @Test
    void toConfigureWhatIsSoAlreadyIsNoChange() throws Exception {
        controller.configure(id(5), INPUT);

        assertThat(events).isEmpty();
    }

    @Test
    void refusesWhatThePinCannotHaveOrMayNot() {
        assertThatThrownBy(() -> controller.configure(id(6), INPUT))
                .isInstanceOf(PinCapabilityException.class)
                .hasMessage("main/6: locked by the board's configuration");
        assertThat(board.calls).isEmpty();
    }

    @Test
    void aPinThatBecomesAnOutputAtAnotherLevelIsAnEdge() throws Exception {
        board.levels.put(5, Level.LOW);
        controller.configure(id(5), new PinSettings.Output(Bias.AS_IS, Drive.PUSH_PULL, Optional.of(Level.HIGH)));

        assertThat(board.calls).containsExactly("read [5]", "configure {5=out HIGH}");
        assertThat(events()).containsExactly("5 RISING 1", "5 changed");
    }

    @Test
    void anOutputThatIsPulledAwayFromItsLevelHasNoEdgeWhenItIsConfigured() throws Exception {
        board.levels.put(9, Level.LOW);
        controller.configure(id(9), new PinSettings.Output(Bias.PULL_UP, Drive.OPEN_DRAIN, Optional.empty()));

        assertThat(board.calls).containsExactly("configure {9=out open_drain}");
        assertThat(events()).containsExactly("9 changed");
    }

    @Test
    void aPinThatIsRefusedKeepsTheSettingsThatItHad() throws Exception {
        board.neverOutputs.add(5);

        assertThatThrownBy(() -> controller.configure(id(5), OUTPUT))
                .isInstanceOf(GpioHardwareException.class)
                .hasMessage("cannot configure main/5: EINVAL");

        assertThat(board.calls).containsExactly("read [5]", "configure {5=out}", "configure {5=in}");
        assertThat(controller.state(id(5)).settings()).isEqualTo(INPUT);
        assertThat(controller.state(id(5)).problem()).isEmpty();
        assertThat(refusals).hasValue(0);
        board.drive(5, Level.HIGH);
        assertThat(events()).contains("5 RISING 1");
    }

    @Test
    void aPinThatIsRefusedItsOldSettingsTooGetsThemLater() throws Exception {
        board.heldBy.put(5, "gpio-keys");

        assertThatThrownBy(() -> controller.configure(id(5), OUTPUT))
                .isInstanceOf(LineBusyException.class)
                .hasMessage("main/5: held by 'gpio-keys'");
        assertThat(controller.wanted().of(5)).isEqualTo(INPUT);
        assertThat(controller.refused()).containsExactly(Map.entry(5, "main/5: held by 'gpio-keys'"));
        assertThat(refusals).hasValue(1);

        board.heldBy.clear();
        controller.retryRefused();
        assertThat(controller.state(id(5)).settings()).isEqualTo(INPUT);
        assertThat(controller.refused()).isEmpty();
    }

    @Test
    void anUnusedPinThatIsRefusedStaysUnused() throws Exception {
        board.heldBy.put(0, "gpio-keys");

        assertThatThrownBy(() -> controller.configure(id(0), OUTPUT)).isInstanceOf(LineBusyException.class);

        assertThat(controller.refused()).isEmpty();
        assertThat(refusals).hasValue(0);
        assertThat(controller.state(id(0)).problem()).isEmpty();
        assertThat(board.calls).containsExactly("configure {0=out}");
    }

    @Test
    void showsWhyAPinCouldNotHaveWhatIsPlanned() throws Exception {
        board.heldBy.put(5, "gpio-keys");
        board.heldBy.put(6, "");
        var second = controller(Map.of(5, plan(INPUT), 6, plan(INPUT), 9, plan(OUTPUT)));
        second.start(board.open("main", new FakeBoard.Settings("a", 1), second));

        assertThat(second.state(id(5)).problem()).contains("held by 'gpio-keys'");
        assertThat(second.state(id(5)).consumer()).contains("gpio-keys");
        assertThat(second.state(id(5)).settings()).isEqualTo(PinSettings.UNUSED);
        assertThat(second.refused())
                .containsExactly(
                        Map.entry(5, "main/5: held by 'gpio-keys'"), Map.entry(6, "main/6: held by another program"));
        assertThatThrownBy(() -> second.read(id(5))).isInstanceOf(LineBusyException.class);
        assertThat(second.read(id(9))).isEqualTo(Level.HIGH);
    }

    @Test
    void aRetryThatChangesNothingIsNoEvent() throws Exception {
        board.heldBy.put(5, "gpio-keys");
        assertThatThrownBy(() -> controller.configure(id(5), OUTPUT)).isInstanceOf(LineBusyException.class);
        events.clear();

        controller.retryRefused();
        assertThat(events).isEmpty();
        board.heldBy.put(5, "pigpiod");
        controller.retryRefused();
        controller.retryRefused();
        board.heldBy.clear();
        controller.retryRefused();

        assertThat(events()).containsExactly("5 changed", "5 changed");
    }

    @Test
    void reportsOnlyTheEdgesThatThePinsSettingsAskFor() throws Exception {
        controller.configure(id(5), new PinSettings.Input(Bias.DISABLED, Set.of(Edge.RISING), Duration.ZERO));
        events.clear();
        board.drive(5, Level.HIGH);
        board.drive(5, Level.LOW);
        board.drive(5, Level.HIGH);
        board.drive(0, Level.HIGH);
        board.drive(9, Level.LOW);
        board.drive(77, Level.LOW);

        assertThat(events()).containsExactly("5 RISING 1", "5 RISING 2");
    }

    @Test
    void declaresTheLossesOfInputsInUseAndNoOthers() throws Exception {
        controller.configure(id(6 + 1), new PinSettings.Input(Bias.DISABLED, Set.of(), Duration.ZERO));
        events.clear();
        for (var pin : List.of(5, 0, 7, 9, 77)) {
            controller.lost(pin, 3);
        }

        assertThat(events()).containsExactly("5 lost 1+3");
    }

    @Test
    void namesTheAccessThatFailedAndReportsTheFailureOnce() {
        board.broken = "no acknowledge";

        assertThatThrownBy(() -> controller.read(id(5)))
                .isInstanceOf(GpioHardwareException.class)
                .hasMessage("cannot read main/5: no acknowledge");
        assertThatThrownBy(() -> controller.read(Set.of(id(6), id(5))))
                .hasMessage("cannot read main/5, main/6: no acknowledge");
        assertThatThrownBy(() -> controller.write(Map.of(id(9), Level.LOW, id(8), Level.LOW)))
                .hasMessage("cannot write main/8, main/9: no acknowledge");
        assertThatThrownBy(() -> controller.state(id(5))).hasMessage("cannot read main/5: no acknowledge");
        assertThatThrownBy(() -> controller.configure(id(5), new PinSettings.Input(Bias.PULL_UP)))
                .hasMessage("cannot configure main/5: no acknowledge");

        assertThat(failures).hasSize(1);
        assertThat(controller.wanted().of(5)).as("what failed is not wanted").isEqualTo(INPUT);
    }

    @Test
    void afterItsEndEverythingFailsAndNothingIsReported() {
        controller.close();
        events.clear();
        controller.edge(5, Edge.RISING, Instant.EPOCH, 0);
        controller.lost(5, 1);
        controller.changed(5);
        controller.failed(new IOException("late"));
        controller.close();

        assertThat(events).isEmpty();
        assertThat(failures).isEmpty();
        assertThat(board.calls).containsExactly("close");
        assertThatThrownBy(() -> controller.read(id(5)))
                .isInstanceOf(BoardAwayException.class)
                .hasMessage("main: board is away, no acknowledge");
        assertThatThrownBy(() -> controller.write(id(9), Level.LOW)).isInstanceOf(BoardAwayException.class);
        assertThatThrownBy(() -> controller.state(id(5))).isInstanceOf(BoardAwayException.class);
        assertThatThrownBy(() -> controller.configure(id(5), INPUT)).isInstanceOf(BoardAwayException.class);
    }

    @Test
    void anEdgeRightAfterTheSampleIsAfterTheState() throws Exception {
        board.afterSample = () -> board.drive(5, board.level(5).inverse());
        for (var sequence = 0L; sequence < 5; sequence++) {
            var before = board.level(5);

            var state = controller.state(id(5));

            assertThat(state.level()).contains(before);
            assertThat(state.sequence()).isEqualTo(sequence);
        }
    }

    @Test
    void aStateAndTheEdgesAfterItEndAtTheTrueLevel() throws Exception {
        for (var round = 0; round < 100; round++) {
            var states = new ArrayList<PinState>();
            var done = new AtomicBoolean();
            var outside = new Thread(() -> {
                for (var edge = 0; edge < 25; edge++) {
                    board.drive(5, board.level(5).inverse());
                }
                done.set(true);
            });
            outside.start();
            while (!done.get()) {
                states.add(controller.state(id(5)));
            }
            outside.join();

            for (var state : states) {
                var level = state.level().orElseThrow();
                for (var event : List.copyOf(events)) {
                    if (event instanceof EdgeEvent edge && edge.sequence() > state.sequence()) {
                        level = edge.edge().level();
                    }
                }
                assertThat(level).as("from %s", state).isEqualTo(board.level(5));
            }
            // the state of now needs no more edges
            var now = controller.state(id(5));
            assertThat(now.level()).contains(board.level(5));
            assertThat(now.sequence()).isEqualTo(25L * (round + 1));
        }
    }

    @Test
    void theEdgesOfAnOutputAreInTheOrderOfItsWritesWhoeverWrites() throws Exception {
        var writers = new ArrayList<Thread>();
        for (var level : Level.values()) {
            writers.add(new Thread(() -> {
                for (var write = 0; write < 1_000; write++) {
                    try {
                        controller.write(id(9), level);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
            }));
        }
        writers.forEach(Thread::start);
        for (var writer : writers) {
            writer.join();
        }

        var level = Level.HIGH;
        var sequence = 0L;
        for (var event : events) {
            var edge = (EdgeEvent) event;
            assertThat(edge.edge().level()).isEqualTo(level.inverse());
            assertThat(edge.sequence()).isEqualTo(++sequence);
            level = edge.edge().level();
        }
        assertThat(controller.read(id(9))).isEqualTo(level);
    }

    @Test
    void aChangedPlanTouchesOnlyThePinsThatDiffer() throws Exception {
        controller.change(new TreeMap<>(Map.of(
                5, plan(new PinSettings.Input(Bias.PULL_UP)),
                6, new PinPlan(new PinSettings.Input(Bias.PULL_UP), "gate", false),
                8, plan(new PinSettings.Output(Bias.AS_IS, Drive.PUSH_PULL, Optional.of(Level.LOW))),
                0, plan(OUTPUT))));

        assertThat(board.calls).containsExactly("configure {0=out, 5=in pull_up, 9=unused}");
        assertThat(events()).containsExactlyInAnyOrder("0 changed", "5 changed", "6 changed", "9 changed");
    }

    @Test
    void aPlanThatSaysTheSameTouchesNothing() throws Exception {
        controller.change(controller.wanted().plans());

        assertThat(board.calls).isEmpty();
        assertThat(events).isEmpty();
    }
}
