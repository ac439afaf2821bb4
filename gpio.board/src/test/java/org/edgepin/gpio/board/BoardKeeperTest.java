// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus.State;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GpioController;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.GpioHardwareException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.LineBusyException;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BoardKeeperTest {

    private static final String PID = "org.edgepin.gpio.fake~main";
    private static final BoardKeeper.Pace QUICK =
            new BoardKeeper.Pace(Duration.ofMillis(5), Duration.ofMillis(40), Duration.ofSeconds(30));
    private static final PinSettings PULLED_UP = new PinSettings.Input(Bias.PULL_UP);

    private final FakeBoard board = new FakeBoard();
    private final FakeBundle bundle = new FakeBundle();
    private final RecordedLog log = new RecordedLog();
    private final List<GpioEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final List<BoardKeeper<?>> keepers = new ArrayList<>();

    @BeforeAll
    static void pollOften() {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(2));
    }

    @AfterAll
    static void pollAsUsual() {
        Awaitility.reset();
    }

    @AfterEach
    void clean() {
        keepers.forEach(BoardKeeper::close);
        System.getProperties().keySet().removeIf(it -> it.toString().startsWith("org.edgepin.gpio.started."));
    }

    private BoardKeeper<FakeBoard.Settings> keep(BoardKeeper.Pace pace, Map<String, ?> properties) {
        var outlet = new EdgeOutlet();
        outlet.bind(events::add);
        var keeper = new BoardKeeper<>(bundle.context, board, outlet, true, properties, pace, log.logger);
        keepers.add(keeper);
        return keeper;
    }

    private BoardKeeper<FakeBoard.Settings> keep(String... lines) {
        return keep(QUICK, properties(PID, lines));
    }

    /** Keeps a board that comes up, and forgets how it came. */
    private BoardKeeper<FakeBoard.Settings> up(String... lines) {
        var keeper = keep(lines);
        awaitUp(keeper);
        board.calls.clear();
        events.clear();
        return keeper;
    }

    private void awaitUp(BoardKeeper<?> keeper) {
        await().until(() -> bundle.services.size() == 1 && boardChanges().contains(keeper.status()));
    }

    private static Map<String, Object> properties(String pid, String... lines) {
        var properties = new HashMap<String, Object>();
        properties.put("service.pid", pid);
        for (var line : lines) {
            var parts = line.split(" = ", 2);
            properties.put(parts[0], parts[1]);
        }
        return properties;
    }

    private static void update(BoardKeeper<?> keeper, String... lines) {
        keeper.update(properties(PID, lines));
    }

    private static void awaitProblem(BoardKeeper<?> keeper, String part) {
        await().until(() -> keeper.status().problem().orElse("").contains(part));
    }

    private static void awaitNoProblem(BoardKeeper<?> keeper) {
        await().until(() -> keeper.status().problem().isEmpty());
    }

    private void awaitEvent(GpioEvent event) {
        await().until(() -> events.contains(event));
    }

    private GpioController controller() {
        return bundle.services.get(0).controller();
    }

    private static PinId id(int number) {
        return new PinId("main", number);
    }

    private List<Object> boardChanges() {
        synchronized (events) {
            return events.stream()
                    .filter(BoardChange.class::isInstance)
                    .map(it -> (Object) ((BoardChange) it).status())
                    .toList();
        }
    }

    private List<String> states() {
        synchronized (events) {
            return events.stream()
                    .filter(BoardChange.class::isInstance)
                    .map(it -> ((BoardChange) it).status())
                    .map(it -> it.state()
                            + it.problem().map(problem -> ": " + problem).orElse(""))
                    .toList();
        }
    }

    private HardwareEvents hardware() {
        return Objects.requireNonNull(board.events);
    }

    private static PinSettings.Output output(Level initial) {
        return new PinSettings.Output(Bias.AS_IS, Drive.PUSH_PULL, Optional.of(initial));
    }

    @Test
    void opensTheBoardAndOffersItAsAService() throws Exception {
        var keeper = keep("inputs = 5,6U,7D", "outputs = 8H,9");
        awaitUp(keeper);

        assertThat(board.calls)
                .containsExactly("open a", "configure {5=in, 6=in pull_up, 7=in pull_down, 8=out HIGH, 9=out}");
        var properties = bundle.services.get(0).properties();
        assertThat(Collections.list(properties.keys()).stream().map(Object::toString))
                .containsExactlyInAnyOrder(GpioController.BOARD, GpioController.MODEL, GpioController.SIMULATED);
        assertThat(properties.get(GpioController.BOARD)).isEqualTo("main");
        assertThat(properties.get(GpioController.MODEL)).isEqualTo("Fake a");
        assertThat(properties.get(GpioController.SIMULATED)).isEqualTo(true);
        var status = keeper.status();
        assertThat(status.name()).isEqualTo("main");
        assertThat(status.model()).isEqualTo("Fake a");
        assertThat(status.simulated()).isTrue();
        assertThat(status.state()).isEqualTo(State.UP);
        assertThat(status.location()).isEqualTo("nowhere");
        assertThat(status.pid()).isEqualTo(PID);
        assertThat(status.problem()).isEmpty();
        assertThat(controller().boards()).containsExactly(status);
        assertThat(boardChanges()).containsExactly(status);
        assertThat(log.lines()).containsExactly("INFO board main is up: Fake a, nowhere");
        assertThat(controller().read(id(8))).isEqualTo(Level.HIGH);
    }

    @Test
    void takesTheBoardsNameFromWhatFollowsTheFactoryPid() {
        assertThat(BoardKeeper.boardName(Map.of("service.pid", "org.edgepin.gpio.rpi~main")))
                .isEqualTo("main");
        assertThat(BoardKeeper.boardName(Map.of("service.pid", "org.edgepin.gpio.rpi~hall.2")))
                .isEqualTo("hall.2");
        assertThat(BoardKeeper.boardName(Map.of("service.pid", "org.edgepin.gpio.gl20")))
                .isEqualTo("gl20");
    }

    @Test
    void refusesANameThatNoPinCanHaveAndTellsNobodyOfIt() {
        var keeper = keep(QUICK, properties("org.edgepin.gpio.fake~a b", "inputs = 5"));
        awaitProblem(keeper, "configuration refused");

        assertThat(keeper.status().problem())
                .contains("configuration refused: service.pid = org.edgepin.gpio.fake~a b: the board's name must be"
                        + " 1 to 64 letters, digits, dots, dashes and underscores, the first a letter or a digit");
        keeper.close();
        assertThat(events).isEmpty();
        assertThat(board.calls).isEmpty();
    }

    @Test
    void waitsForARightConfiguration() {
        var keeper = keep("inputs = 5,99", "colour = red");
        awaitProblem(keeper, "configuration refused");

        assertThat(states())
                .containsExactly("AWAY: configuration refused: colour = red: unknown key; a board has chip, gain,"
                        + " inputs, outputs, poll_ms, and pin.17.name and the like;"
                        + " inputs = 5,99: the board has no pin 99, only 0 to 9");
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith(
                        "WARN board main: configuration refused, the board waits for a right one: colour = red: unknown key");
        assertThat(keeper.status().model()).isEqualTo("Fake");
        assertThat(board.calls).isEmpty();

        update(keeper, "inputs = 5");
        awaitUp(keeper);
        assertThat(keeper.status().problem()).isEmpty();
    }

    @Test
    void aWrongConfigurationLeavesTheOneThatRuns() throws Exception {
        var keeper = up("inputs = 5", "outputs = 8");
        update(keeper, "inputs = 5,5", "outputs = 9", "gain = 12", "pin.5.edges = all");
        awaitProblem(keeper, "configuration refused");

        var problems = "gain = 12: must be a whole number from 0 to 9;"
                + " inputs = 5,5: pin 5 is there twice; name it once;"
                + " pin.5.edges = all: must be one of both, falling, none, rising";
        assertThat(states()).containsExactly("UP: configuration refused: " + problems);
        assertThat(log.lines())
                .contains("WARN board main: configuration refused, the one before stays in use: " + problems);
        controller().write(id(8), Level.HIGH);
        assertThat(board.calls).containsExactly("write {8=HIGH}");

        update(keeper, "inputs = 5", "outputs = 8");
        awaitNoProblem(keeper);
        assertThat(board.calls).containsExactly("write {8=HIGH}");
        assertThat(bundle.registrations).hasValue(1);
    }

    @Test
    void whatIsWrongWithAConfigurationIsShownAsLongAsItIsNotMended() throws Exception {
        var keeper = up("inputs = 5");
        update(keeper, "inputs = x");
        awaitProblem(keeper, "configuration refused");
        hardware().failed(new IOException("no acknowledge"));
        await().until(() -> bundle.registrations.get() == 2);

        awaitProblem(keeper, "configuration refused");
        assertThat(states())
                .anySatisfy(it -> assertThat(it).startsWith("AWAY: no acknowledge; configuration refused: inputs = x"));
        await().untilAsserted(() ->
                assertThat(states().get(states().size() - 1)).startsWith("UP: configuration refused: inputs = x"));
    }

    @Test
    void touchesOnlyThePinsThatDiffer() throws Exception {
        var keeper = up("inputs = 1,2,3", "outputs = 6,7,8H");
        board.drive(3, Level.HIGH);
        controller().write(id(8), Level.LOW);
        board.calls.clear();

        update(keeper, "inputs = 1U,3,4", "outputs = 6,8H,2", "pin.1.debounce_us = 5000");
        awaitEvent(new PinChange(id(7)));

        assertThat(board.calls).containsExactly("read [2]", "configure {1=in pull_up 5000, 2=out, 4=in, 7=unused}");
        await().until(() -> events.stream().filter(PinChange.class::isInstance).count() == 4);
        assertThat(events).doesNotContain(new PinChange(id(3)), new PinChange(id(6)), new PinChange(id(8)));
        board.drive(3, Level.LOW);
        controller().write(id(8), Level.HIGH);
        assertThat(controller().state(id(3)).sequence()).isEqualTo(2);
        assertThat(controller().state(id(8)).sequence()).isEqualTo(2);
        assertThat(bundle.registrations).hasValue(1);
    }

    @Test
    void namesAndLocksConcernNoHardware() throws Exception {
        var keeper = up("inputs = 5,6");
        update(keeper, "inputs = 5,6", "pin.5.name = door", "pin.6.locked = true", "pin.0.name = spare");
        awaitEvent(new PinChange(id(6)));

        assertThat(events).containsExactly(new PinChange(id(0)), new PinChange(id(5)), new PinChange(id(6)));
        assertThat(board.calls).isEmpty();
        assertThat(controller().state(id(5)).name()).isEqualTo("door");
        assertThat(controller().state(id(0)).name()).isEqualTo("spare");
        assertThatThrownBy(() -> controller().configure(id(6), PULLED_UP)).isInstanceOf(PinCapabilityException.class);
    }

    @Test
    void anotherLevelToStartWithMovesNothing() {
        var keeper = up("outputs = 8H,9");
        update(keeper, "outputs = 8L,9H", "pin.9.name = lamp");
        awaitEvent(new PinChange(id(9)));

        assertThat(board.calls).isEmpty();
        assertThat(events).containsExactly(new PinChange(id(9)));
        assertThat(board.level(8)).isEqualTo(Level.HIGH);
    }

    @Test
    void aPinThatBecomesAnOutputStartsAtItsLevel() {
        var keeper = up("inputs = 5", "outputs = 8");
        update(keeper, "outputs = 8,5H,0L");
        awaitEvent(new PinChange(id(5)));

        assertThat(board.calls).containsExactly("read [5]", "configure {0=out LOW, 5=out HIGH}");
    }

    @Test
    void levelsToStartWithAreDrivenOnceWhateverIsUpdated() throws Exception {
        var first = up("outputs = 8H,9L");
        controller().write(id(8), Level.LOW);
        first.close();
        board.calls.clear();

        up("outputs = 8H,9L");
        assertThat(board.level(8)).isEqualTo(Level.LOW);
        board.calls.clear();
        hardware().failed(new IOException("no acknowledge"));
        await().until(() -> board.calls.contains("open a") && bundle.services.size() == 1);

        assertThat(board.calls).containsExactly("close", "open a", "configure {8=out, 9=out}");
        assertThat(board.level(8)).isEqualTo(Level.LOW);
    }

    @Test
    void anotherBoardOfTheSameNameHasItsOwnLevelsToStartWith() {
        up("outputs = 8H").close();
        board.calls.clear();

        keep(QUICK, properties("org.edgepin.gpio.other~main", "outputs = 8H"));
        await().until(() -> bundle.services.size() == 1);

        assertThat(board.calls).containsExactly("open a", "configure {8=out HIGH}");
    }

    @Test
    void aBoardThatFailsGoesAwayAndComesBackAsItWas() throws Exception {
        var keeper = up("inputs = 5,6", "outputs = 8H");
        controller().configure(id(5), PULLED_UP);
        controller().configure(id(6), PinSettings.UNUSED);
        controller().configure(id(0), output(Level.HIGH));
        controller().write(id(8), Level.LOW);
        var away = controller();
        var since = keeper.status().since();
        board.calls.clear();
        events.clear();
        board.broken = "no acknowledge";

        assertThatThrownBy(() -> away.read(id(5)))
                .isInstanceOf(GpioHardwareException.class)
                .hasMessage("cannot read main/5: no acknowledge");
        await().until(() -> board.attempts.size() >= 4);
        assertThat(bundle.services).isEmpty();
        assertThat(keeper.status().state()).isEqualTo(State.AWAY);
        assertThat(keeper.status().location()).isEmpty();
        assertThat(keeper.status().model()).isEqualTo("Fake a");
        assertThat(keeper.status().since()).isAfterOrEqualTo(since);
        assertThatThrownBy(() -> away.read(id(5)))
                .isInstanceOf(BoardAwayException.class)
                .hasMessage("main: board is away, no acknowledge");
        assertThat(states()).as("told once").containsExactly("AWAY: no acknowledge");

        board.calls.clear();
        board.broken = null;
        awaitUp(keeper);
        assertThat(board.calls.subList(board.calls.size() - 2, board.calls.size()))
                .containsExactly("open a", "configure {0=out, 5=in pull_up, 8=out}");
        assertThat(controller().state(id(8)).driven()).contains(Level.LOW);
        assertThat(controller().state(id(6)).settings()).isEqualTo(PinSettings.UNUSED);
        assertThat(states()).containsExactly("AWAY: no acknowledge", "UP");
        assertThat(log.lines())
                .containsExactly(
                        "INFO board main is up: Fake a, nowhere",
                        "WARN board main is away, still trying: no acknowledge",
                        "INFO board main is back: Fake a, nowhere");
        controller().write(id(8), Level.HIGH);
        assertThat(events.get(events.size() - 1))
                .isInstanceOfSatisfying(
                        EdgeEvent.class, it -> assertThat(it.sequence()).isEqualTo(2));
    }

    @Test
    void showsTheNewestReasonWithoutLoggingItAgain() {
        board.broken = "no such device";
        var keeper = keep("inputs = 5");
        awaitProblem(keeper, "no such device");
        board.broken = "no acknowledge";
        awaitProblem(keeper, "no acknowledge");

        assertThat(states()).containsExactly("AWAY: no such device", "AWAY: no acknowledge");
        assertThat(log.lines()).containsExactly("WARN board main is away, still trying: no such device");
    }

    @Test
    void pausesLongerAndLongerBetweenAttemptsAlsoIfTheBoardFailsOnlyWhenItIsUp() {
        board.broken = "no acknowledge";
        board.brokenOnly = "read";
        keep("inputs = 5");
        for (var attempt = 1; attempt <= 6; attempt++) {
            var opened = attempt;
            await().until(() -> board.attempts.size() == opened && bundle.services.size() == 1);
            assertThatThrownBy(() -> controller().read(id(5))).isInstanceOf(GpioHardwareException.class);
        }
        await().until(() -> board.attempts.size() == 7);

        var pauses = List.of(5, 10, 20, 40, 40, 40);
        for (var attempt = 1; attempt <= 6; attempt++) {
            assertThat(board.attempts.get(attempt) - board.attempts.get(attempt - 1))
                    .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(pauses.get(attempt - 1)));
        }
    }

    @Test
    void aFailureWhileTheBoardIsBeingOpenedTakesItDownAgain() {
        var block = board.blockNext("configure");
        var keeper = keep("inputs = 5");
        FakeBoard.awaitUninterrupted(block.reached());
        hardware().failed(new IOException("no acknowledge"));
        block.mayGoOn().countDown();

        await().until(() -> bundle.registrations.get() == 2);
        awaitUp(keeper);
        assertThat(states()).containsExactly("UP", "AWAY: no acknowledge", "UP");
    }

    @Test
    void aBoardThatCannotBeConfiguredIsClosedAndTriedAgain() {
        board.broken = "no acknowledge";
        board.brokenOnly = "configure";
        keep("outputs = 8H");
        await().until(() -> board.attempts.size() >= 3);
        assertThat(bundle.registrations).hasValue(0);
        board.broken = null;
        await().until(() -> bundle.services.size() == 1);

        assertThat(board.calls.subList(0, 4)).containsExactly("open a", "configure {8=out HIGH}", "close", "open a");
        assertThat(board.calls.get(board.calls.size() - 1))
                .as("it has not been driven yet")
                .isEqualTo("configure {8=out HIGH}");
    }

    @Test
    void pinsThatOthersHoldDoNotStopTheBoardAndAreTriedAgain() throws Exception {
        board.heldBy.put(5, "gpio-keys");
        board.heldBy.put(8, "");
        var keeper = keep("inputs = 5,6", "outputs = 8H");
        awaitUp(keeper);
        var problem = "main/5: held by 'gpio-keys'; main/8: held by another program";
        assertThat(keeper.status().problem()).contains(problem);
        assertThat(controller().state(id(5)).problem()).contains("held by 'gpio-keys'");
        assertThatThrownBy(() -> controller().read(id(5)))
                .isInstanceOf(LineBusyException.class)
                .hasMessage("main/5: held by 'gpio-keys'");
        assertThat(controller().read(id(6))).isEqualTo(Level.LOW);
        await().until(() -> Collections.frequency(board.calls, "configure {5=in, 8=out HIGH}") >= 3);
        assertThat(states()).containsExactly("UP: " + problem);
        assertThat(Collections.frequency(events, new PinChange(id(5)))).isOne();

        board.heldBy.remove(8);
        awaitEvent(new PinChange(id(8)));
        await().until(() -> states().size() == 2);
        assertThat(board.level(8)).as("started at last").isEqualTo(Level.HIGH);
        board.heldBy.remove(5);
        awaitNoProblem(keeper);
        assertThat(states()).containsExactly("UP: " + problem, "UP: main/5: held by 'gpio-keys'", "UP");
        assertThat(controller().state(id(5)).problem()).isEmpty();
        assertThat(log.lines())
                .containsExactly(
                        "INFO board main is up: Fake a, nowhere",
                        "WARN pin unusable, still trying: main/5: held by 'gpio-keys'",
                        "WARN pin unusable, still trying: main/8: held by another program",
                        "INFO pin usable: main/8",
                        "INFO pin usable: main/5");
    }

    @Test
    void aPinThatOthersHoldIsNotForgottenWhileTheBoardIsAway() throws Exception {
        board.heldBy.put(5, "gpio-keys");
        var keeper = up("inputs = 5,6");
        hardware().failed(new IOException("no acknowledge"));
        await().until(() -> bundle.registrations.get() == 2);
        awaitProblem(keeper, "main/5: held by 'gpio-keys'");
        board.heldBy.clear();
        awaitNoProblem(keeper);

        assertThat(controller().state(id(5)).settings()).isEqualTo(new PinSettings.Input(Bias.DISABLED));
        assertThat(Collections.frequency(log.lines(), "WARN pin unusable, still trying: main/5: held by 'gpio-keys'"))
                .isOne();
    }

    @Test
    void whatWasChosenIsWhatIsTriedAgain() throws Exception {
        var keeper = up("inputs = 5");
        controller().configure(id(5), PULLED_UP);
        board.heldBy.put(5, "gpio-keys");
        hardware().failed(new IOException("no acknowledge"));
        awaitProblem(keeper, "main/5: held by 'gpio-keys'");
        board.heldBy.clear();
        awaitNoProblem(keeper);

        assertThat(controller().state(id(5)).settings()).isEqualTo(PULLED_UP);
    }

    @Test
    void aPinThatIsNoLongerPlannedIsNoLongerTried() {
        board.heldBy.put(5, "gpio-keys");
        board.heldBy.put(7, "gpio-keys");
        var keeper = up("inputs = 5,6");
        update(keeper, "inputs = 6,7");
        awaitProblem(keeper, "main/7");
        board.calls.clear();
        await().until(() -> board.calls.size() >= 2);

        assertThat(board.calls).containsOnly("configure {7=in}");
        assertThat(keeper.status().problem()).contains("main/7: held by 'gpio-keys'");
        assertThat(log.lines()).doesNotContain("INFO pin usable: main/5");
    }

    @Test
    void retriesThePinThatCouldNotGetItsOldSettingsBack() throws Exception {
        var keeper = up("inputs = 5");
        board.heldBy.put(5, "gpio-keys");
        assertThatThrownBy(() -> controller().configure(id(5), PULLED_UP)).isInstanceOf(LineBusyException.class);
        awaitProblem(keeper, "main/5: held by 'gpio-keys'");
        board.heldBy.clear();
        awaitNoProblem(keeper);

        assertThat(controller().state(id(5)).settings()).isEqualTo(new PinSettings.Input(Bias.DISABLED));
    }

    @Test
    void settingsChosenAtRunTimeSurviveTheChangeOfAnotherPin() throws Exception {
        var keeper = up("inputs = 5,6");
        controller().configure(id(5), PULLED_UP);
        controller().configure(id(0), output(Level.HIGH));
        board.calls.clear();
        update(keeper, "inputs = 5,6D");
        awaitEvent(new PinChange(id(6)));

        assertThat(board.calls).containsExactly("configure {6=in pull_down}");
        assertThat(controller().state(id(5)).settings()).isEqualTo(PULLED_UP);

        update(keeper, "inputs = 5D,6D");
        await().until(() -> board.calls.contains("configure {5=in pull_down}"));
    }

    @Test
    void aChangeWhileTheBoardIsAwayCountsWhenItIsBackAndTouchesNoOtherChoice() throws Exception {
        var keeper = up("inputs = 5,6", "outputs = 8H");
        controller().configure(id(5), PULLED_UP);
        board.broken = "no acknowledge";
        hardware().failed(new IOException("no acknowledge"));
        awaitProblem(keeper, "no acknowledge");
        update(keeper, "inputs = 5,6D", "outputs = 8L,9H", "pin.5.name = door");
        var attempts = board.attempts.size();
        await().until(() -> board.attempts.size() > attempts);
        board.calls.clear();
        board.broken = null;
        awaitUp(keeper);

        assertThat(board.calls).last().isEqualTo("configure {5=in pull_up, 6=in pull_down, 8=out, 9=out HIGH}");
        assertThat(controller().state(id(5)).name()).isEqualTo("door");
    }

    @Test
    void aWrongChangeWhileTheBoardIsAwayIsRefused() {
        var keeper = up("inputs = 5");
        board.broken = "no acknowledge";
        hardware().failed(new IOException("no acknowledge"));
        awaitProblem(keeper, "no acknowledge");
        update(keeper, "inputs = 5,5");
        awaitProblem(keeper, "no acknowledge; configuration refused: inputs = 5,5: pin 5 is there twice");
        board.broken = null;
        await().until(() -> bundle.services.size() == 1);

        assertThat(board.calls).last().isEqualTo("configure {5=in}");
    }

    @Test
    void ofTwoQuickChangesTheLastOneCounts() {
        var block = board.blockNext("configure {5=in pull_up}");
        var keeper = up("inputs = 5");
        update(keeper, "inputs = 5U");
        FakeBoard.awaitUninterrupted(block.reached());
        update(keeper, "inputs = 5D");
        update(keeper, "inputs = 5D,6");
        block.mayGoOn().countDown();
        awaitEvent(new PinChange(id(6)));

        assertThat(board.calls)
                .containsExactly("configure {5=in pull_up}", "configure {5=in pull_down}", "configure {6=in}");
    }

    @Test
    void aFailureInAChangeBringsTheBoardBackWithTheNewSettings() {
        var keeper = up("inputs = 5");
        board.broken = "no acknowledge";
        update(keeper, "inputs = 5U");
        awaitProblem(keeper, "no acknowledge");
        board.calls.clear();
        board.broken = null;
        awaitUp(keeper);

        assertThat(board.calls).last().isEqualTo("configure {5=in pull_up}");
    }

    @Test
    void settingsOfTheProvidersOwnAreHandedToTheOpenBoard() {
        var keeper = up("inputs = 5");
        update(keeper, "inputs = 5U", "gain = 3");
        awaitEvent(new PinChange(id(5)));

        assertThat(board.calls).containsExactly("accept 3", "configure {5=in pull_up}");
        assertThat(bundle.registrations).hasValue(1);
    }

    @Test
    void aBoardThatCannotTakeItsNewSettingsIsOpenedAnewWithWhatWasChosen() throws Exception {
        var keeper = up("inputs = 5,6", "outputs = 8H");
        controller().configure(id(5), PULLED_UP);
        controller().write(id(8), Level.LOW);
        board.calls.clear();
        events.clear();
        update(keeper, "inputs = 5,6D", "outputs = 8H", "chip = b");
        awaitUp(keeper);
        await().until(() -> bundle.registrations.get() == 2);

        assertThat(board.calls)
                .containsExactly("accept 1", "close", "open b", "configure {5=in pull_up, 6=in pull_down, 8=out}");
        assertThat(states()).containsExactly("AWAY: is opened anew with its changed configuration", "UP");
        assertThat(board.level(8)).isEqualTo(Level.LOW);
        assertThat(keeper.status().model()).isEqualTo("Fake b");
    }

    @Test
    void aBoardWithOtherPinsIsOpenedAnew() throws Exception {
        var keeper = up("inputs = 5");
        controller().configure(id(9), PULLED_UP);
        board.calls.clear();
        board.size = 6;
        update(keeper, "inputs = 5", "gain = 3");
        await().until(() -> bundle.registrations.get() == 2);

        assertThat(board.calls).containsExactly("close", "open a", "configure {5=in}");
        assertThat(controller().pins()).hasSize(6);
    }

    @Test
    void aBoardThatFailsWhenItIsHandedItsSettingsComesBackWithThem() {
        var keeper = up("inputs = 5");
        board.broken = "no acknowledge";
        update(keeper, "inputs = 5U", "gain = 3");
        awaitProblem(keeper, "no acknowledge");
        board.broken = null;
        awaitUp(keeper);

        assertThat(board.calls).last().isEqualTo("configure {5=in pull_up}");
    }

    @Test
    void aBoardThatMustBeThereToTellItsPinsIsAwayUntilItIs() {
        board.pinsNeedTheBoard = true;
        board.broken = "no such chip";
        var keeper = keep("inputs = 5,6");
        awaitProblem(keeper, "no such chip");
        update(keeper, "inputs = 5", "pin.5.edges = all");
        awaitProblem(keeper, "no such chip; configuration refused: pin.5.edges = all");
        board.broken = null;
        await().until(() -> bundle.services.size() == 1);

        assertThat(board.calls).containsExactly("open a", "configure {5=in, 6=in}");
    }

    @Test
    void aConfigurationThatTurnsOutToBeWrongGivesWayToTheOneThatRan() {
        var keeper = up("inputs = 5");
        board.pinsNeedTheBoard = true;
        board.broken = "no such chip";
        hardware().failed(new IOException("no such chip"));
        awaitProblem(keeper, "no such chip");
        update(keeper, "inputs = 5,77");
        var attempts = log.lines().size();
        assertThat(attempts).isPositive();
        await().until(() -> keeper.status().problem().equals(Optional.of("no such chip")));
        board.broken = null;
        awaitProblem(keeper, "configuration refused");
        await().until(() -> bundle.services.size() == 1);

        assertThat(keeper.status().problem())
                .contains("configuration refused: inputs = 5,77: the board has no pin 77, only 0 to 9");
        assertThat(board.calls).last().isEqualTo("configure {5=in}");
    }

    @Test
    void aConfigurationThatDoesNotFitTheBoardThatIsThereIsTriedAgainWithTheNext() {
        board.pinsNeedTheBoard = true;
        board.broken = "no such chip";
        board.size = 4;
        var keeper = keep("inputs = 5");
        awaitProblem(keeper, "no such chip");
        board.broken = null;
        awaitProblem(keeper, "configuration does not fit: inputs = 5: the board has no pin 5, only 0 to 3");
        board.size = 10;

        awaitUp(keeper);
    }

    @Test
    void eventsOfABoardThatWasClosedAreIgnored() {
        var keeper = up("inputs = 5");
        var old = hardware();
        old.failed(new IOException("no acknowledge"));
        await().until(() -> bundle.registrations.get() == 2);
        awaitUp(keeper);
        events.clear();
        old.edge(5, Edge.RISING, Instant.EPOCH, 0);
        old.lost(5, 1);
        old.changed(5);
        old.failed(new IOException("late"));
        board.drive(5, Level.HIGH);

        assertThat(events).singleElement().isInstanceOf(EdgeEvent.class);
        assertThat(bundle.registrations).hasValue(2);
    }

    @Test
    void itsEndIsTheLastThatIsToldOfABoard() {
        var keeper = up("inputs = 5");
        var old = hardware();
        keeper.close();
        old.edge(5, Edge.RISING, Instant.EPOCH, 0);
        keeper.update(properties(PID, "inputs = 6"));
        keeper.close();

        assertThat(states()).containsExactly("REMOVED");
        assertThat(events).hasSize(1);
        assertThat(keeper.status().state()).isEqualTo(State.REMOVED);
        assertThat(board.calls).containsExactly("close");
        assertThat(bundle.services).isEmpty();
        assertNoThread();
    }

    private static void assertNoThread() {
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(it -> it.getName().equals("board main")));
    }

    @Test
    void aBoardThatIsAwayIsClosedAtOnceAndNotOpenedAgain() {
        board.broken = "no acknowledge";
        var patient = new BoardKeeper.Pace(Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(10));
        var keeper = keep(patient, properties(PID, "inputs = 5"));
        awaitProblem(keeper, "no acknowledge");
        board.broken = null;
        keeper.close();

        assertNoThread();
        assertThat(board.attempts).hasSize(1);
        assertThat(states()).containsExactly("AWAY: no acknowledge", "REMOVED");
    }

    @Test
    void hardwareThatDoesNotAnswerDelaysTheEndButNotForEver() throws Exception {
        var hasty = new BoardKeeper.Pace(Duration.ofMillis(5), Duration.ofMillis(40), Duration.ofMillis(50));
        var keeper = keep(hasty, properties(PID, "inputs = 5"));
        awaitUp(keeper);
        var block = board.blockNext("read");
        var service = controller();
        var reading = new Thread(() -> assertThatCode(() -> service.read(id(5))).doesNotThrowAnyException());
        reading.start();
        FakeBoard.awaitUninterrupted(block.reached());
        events.clear();

        keeper.close();

        assertThat(bundle.services).isEmpty();
        assertThat(states()).containsExactly("REMOVED");
        assertThat(log.lines()).contains("WARN board main is not closed yet: its hardware does not answer");
        assertThat(board.calls).doesNotContain("close");
        block.mayGoOn().countDown();
        reading.join();
        assertNoThread();
        assertThat(board.calls).last().isEqualTo("close");
        assertThat(states()).containsExactly("REMOVED");
    }

    @Test
    void theServiceIsGoneAlsoIfTheBoardIsBusyWithAChange() {
        var hasty = new BoardKeeper.Pace(Duration.ofMillis(5), Duration.ofMillis(40), Duration.ofMillis(50));
        var keeper = keep(hasty, properties(PID, "inputs = 5"));
        awaitUp(keeper);
        var block = board.blockNext("configure");
        update(keeper, "inputs = 6");
        FakeBoard.awaitUninterrupted(block.reached());
        events.clear();
        keeper.close();

        assertThat(bundle.services).isEmpty();
        assertThat(states()).containsExactly("REMOVED");
        block.mayGoOn().countDown();
        assertNoThread();
        assertThat(board.calls).last().isEqualTo("close");
        assertThat(events).hasSize(1);
    }

    @Test
    void aFailureOfABoardThatIsBeingOpenedAnewIsNoFailureOfTheNewOne() {
        var block = board.blockNext("accept");
        var keeper = up("inputs = 5");
        update(keeper, "inputs = 5", "chip = b");
        FakeBoard.awaitUninterrupted(block.reached());
        hardware().failed(new IOException("no acknowledge"));
        update(keeper, "inputs = 5", "chip = b", "pin.5.name = door");
        block.mayGoOn().countDown();
        awaitEvent(new PinChange(id(5)));
        await().until(() -> events.get(events.size() - 1).equals(new PinChange(id(5))));

        assertThat(states()).containsExactly("AWAY: is opened anew with its changed configuration", "UP");
        assertThat(bundle.registrations).hasValue(2);
    }

    @Test
    void aBoardThatIsAwayIsTriedAtOnceWhenItsConfigurationChanges() {
        board.broken = "no acknowledge";
        var patient = new BoardKeeper.Pace(Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(10));
        var keeper = keep(patient, properties(PID, "inputs = 5"));
        awaitProblem(keeper, "no acknowledge");
        board.broken = null;
        update(keeper, "inputs = 5");

        awaitUp(keeper);
    }

    @Test
    void aBoardThatIsUpIsNotOpenedASecondTime() {
        board.broken = "no acknowledge";
        var pause = Duration.ofMillis(100);
        var keeper = keep(new BoardKeeper.Pace(pause, pause, Duration.ofSeconds(10)), properties(PID, "inputs = 5"));
        awaitProblem(keeper, "no acknowledge");
        board.broken = null;
        update(keeper, "inputs = 5");
        awaitUp(keeper);
        var attempts = board.attempts.size();

        await().during(pause.multipliedBy(2)).until(() -> board.attempts.size() == attempts);
    }

    @Test
    void aBoardThatIsOpenedTooLateIsClosedAndNotOffered() {
        var hasty = new BoardKeeper.Pace(Duration.ofMillis(5), Duration.ofMillis(40), Duration.ofMillis(50));
        var block = board.blockNext("open");
        var keeper = keep(hasty, properties(PID, "outputs = 8H"));
        FakeBoard.awaitUninterrupted(block.reached());
        keeper.close();
        assertThat(states()).containsExactly("REMOVED");
        block.mayGoOn().countDown();
        assertNoThread();

        assertThat(board.calls).containsExactly("open a", "close");
        assertThat(bundle.registrations).hasValue(0);
        assertThat(states()).containsExactly("REMOVED");
    }

    @Test
    void closesTheBoardAlthoughTheFrameworkWasQuickerToUnregisterIt() {
        var keeper = up("inputs = 5");
        bundle.services.clear();
        keeper.close();

        assertThat(board.calls).containsExactly("close");
        assertThat(states()).containsExactly("REMOVED");
    }

    @Test
    void aDefectOfAProviderIsAFailureLikeAnyOther() {
        board.defect = new IllegalStateException("a bug");
        var keeper = keep("inputs = 5");
        awaitProblem(keeper, "defect: java.lang.IllegalStateException: a bug");
        await().until(() -> board.attempts.size() >= 3);
        board.defect = null;
        awaitUp(keeper);

        assertThat(log.lines())
                .containsExactly(
                        "WARN board main is away, still trying: defect: java.lang.IllegalStateException: a bug",
                        "INFO board main is back: Fake a, nowhere");
    }

    @Test
    void aDefectAtAConfigurationLeavesTheOneThatRuns() {
        var keeper = up("inputs = 5");
        update(keeper, "inputs = 5U", "gain = 9");
        awaitProblem(keeper, "configuration refused: defect: java.lang.IllegalStateException: a bug");

        assertThat(keeper.status().state()).isEqualTo(State.UP);
        assertThat(board.calls).isEmpty();
    }

    @Test
    void aDefectInAChangeOpensTheBoardAnew() {
        var keeper = up("inputs = 5");
        board.defect = new IllegalStateException("a bug");
        update(keeper, "inputs = 5U");
        awaitProblem(keeper, "defect");
        board.defect = null;
        awaitUp(keeper);

        assertThat(board.calls).last().isEqualTo("configure {5=in pull_up}");
    }

    @Test
    void whatHappensToABoardBeforeThereIsABusIsToldWhenThereIsOne() {
        var outlet = new EdgeOutlet();
        var keeper = new BoardKeeper<>(
                bundle.context, board, outlet, true, properties(PID, "inputs = 5"), QUICK, log.logger);
        keepers.add(keeper);
        await().until(() -> bundle.services.size() == 1);
        board.drive(5, Level.HIGH);
        outlet.bind(events::add);

        assertThat(events).last().isInstanceOf(EdgeEvent.class);
    }
}
