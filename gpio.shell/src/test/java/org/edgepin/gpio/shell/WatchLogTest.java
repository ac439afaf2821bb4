// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edgepin.gpio.shell.FakeGpio.id;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.screen.Screen;
import org.junit.jupiter.api.Test;

class WatchLogTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final FakeGpio gpio = new FakeGpio()
            .board("main", "Raspberry Pi", "memory")
            .input("main/5", "door", Level.HIGH)
            .output("main/27", "", Level.LOW)
            .unused("main/0")
            .edges("main/5", 10, NOON);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final long start = System.nanoTime();

    private WatchLog log(boolean colours) {
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        var log = new WatchLog(
                gpio,
                new Selection(true, Set.of(), Set.of()),
                new Screen(out, Screen.UNLIMITED, colours),
                Clock.fixed(NOON, ZoneOffset.UTC));
        log.begin();
        return log;
    }

    private List<String> linesSinceTheBeginning() {
        return printed.toString(StandardCharsets.UTF_8).lines().skip(2).toList();
    }

    /** An edge some time after the log has begun. */
    private EdgeEvent edge(String pin, Edge edge, long micros, long sequence) {
        return new EdgeEvent(
                id(pin), edge, NOON.plusNanos(micros * 1_000), start + 60_000_000_000L + micros * 1_000, sequence);
    }

    private static BoardChange board(BoardStatus.State state, String problem) {
        return new BoardChange(new BoardStatus(
                "main",
                "Raspberry Pi",
                true,
                state,
                NOON,
                "",
                "org.edgepin.gpio.sim~main",
                Optional.of(problem).filter(it -> !it.isEmpty())));
    }

    @Test
    void beginsWithTheLevelsOfThePinsInUse() {
        log(false);

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("""
                main/5 = 1 (HIGH)  door
                main/27 = 0 (LOW)
                """);
    }

    @Test
    void showsTheTimeSinceTheEdgeBefore() {
        var log = log(false);

        assertThat(log.print(edge("main/5", Edge.FALLING, 0, 11))).isTrue();
        log.print(edge("main/5", Edge.RISING, 12, 12));
        log.print(edge("main/27", Edge.RISING, 500, 1));
        log.print(edge("main/5", Edge.FALLING, 500_012, 13));
        log.print(edge("main/5", Edge.RISING, 2_500_013, 14));

        assertThat(linesSinceTheBeginning())
                .containsExactly(
                        "12:00:00.000000  main/5   door  falling  #11",
                        "12:00:00.000012  main/5   door  rising   #12  +12.000 us",
                        "12:00:00.000500  main/27        rising   #1",
                        "12:00:00.500012  main/5   door  falling  #13  +500.000 ms",
                        "12:00:02.500013  main/5   door  rising   #14  +2.000 s");
    }

    @Test
    void doesNotRepeatEdgesThatLedToTheFirstLevels() {
        var log = log(false);

        assertThat(log.print(new EdgeEvent(id("main/5"), Edge.RISING, NOON, start, 10)))
                .isFalse();
        assertThat(linesSinceTheBeginning()).isEmpty();
    }

    @Test
    void printsTheFirstEdgesOfABoardThatHasComeAnewUnderItsOldName() {
        var log = log(false);

        assertThat(log.print(edge("main/5", Edge.FALLING, 0, 1))).isTrue();
    }

    @Test
    void tellsGapsInPlainWordsAndNoTimeAcrossThem() {
        var log = log(false);

        log.print(edge("main/5", Edge.FALLING, 0, 11));
        log.print(new GapEvent(id("main/5"), 12, 12, GapEvent.Place.LISTENER, NOON));
        log.print(edge("main/5", Edge.RISING, 100, 24));
        log.print(new GapEvent(id("main/5"), 25, 1, GapEvent.Place.HARDWARE, NOON));
        log.print(new GapEvent(id("main/5"), 26, 2, GapEvent.Place.BOARD, NOON));

        assertThat(linesSinceTheBeginning())
                .containsExactly(
                        "12:00:00.000000  main/5   door  falling  #11",
                        "12:00:00.000000  main/5   door  12 edges lost (#12 to #23), this console was too slow",
                        "12:00:00.000100  main/5   door  rising   #24",
                        "12:00:00.000000  main/5   door  1 edge lost (#25), too fast for the hardware's buffer",
                        "12:00:00.000000  main/5   door  2 edges lost (#26 to #27), the gateway's core was away for too long");
    }

    @Test
    void tellsOfBoardsThatComeAndGo() {
        var log = log(false);

        log.print(board(BoardStatus.State.AWAY, "no such device"));
        log.print(board(BoardStatus.State.UP, ""));
        log.print(board(BoardStatus.State.REMOVED, ""));

        assertThat(linesSinceTheBeginning())
                .containsExactly(
                        "12:00:00.000000  main     away: no such device",
                        "12:00:00.000000  main     up",
                        "main/5 = 1 (HIGH)  door",
                        "main/27 = 0 (LOW)",
                        "12:00:00.000000  main     removed");
    }

    @Test
    void tellsOfAnotherProblemButNotTwiceOfTheSame() {
        var log = log(false);

        log.print(board(BoardStatus.State.UP, "configuration refused"));
        log.print(board(BoardStatus.State.UP, "configuration refused"));
        log.print(board(BoardStatus.State.UP, ""));

        assertThat(linesSinceTheBeginning())
                .containsExactly("12:00:00.000000  main     up: configuration refused", "12:00:00.000000  main     up");
    }

    @Test
    void beginsWithTheBoardsThatAreAway() {
        gpio.away("gl20", "HPE GL20", "no such device");
        log(false);

        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("gl20 is away: no such device\nmain/5 = ");
    }

    @Test
    void tellsOfChangedSettingsAndNames() {
        var log = log(false);
        gpio.output("main/5", "lock", Level.LOW);

        log.print(new PinChange(id("main/5")));
        log.print(new PinChange(id("main/99")));

        assertThat(linesSinceTheBeginning())
                .containsExactly(
                        "12:00:00.000000  main/5   lock  now output", "12:00:00.000000  main/99        changed");
    }

    @Test
    void coloursWhatRisesAndWhatIsLostIfTheTerminalDoes() {
        var log = log(true);

        log.print(edge("main/5", Edge.RISING, 0, 11));
        log.print(edge("main/5", Edge.FALLING, 0, 12));
        log.print(new GapEvent(id("main/5"), 13, 1, GapEvent.Place.LISTENER, NOON));

        assertThat(linesSinceTheBeginning())
                .containsExactly(
                        "12:00:00.000000  main/5   door  \u001b[32mrising \u001b[39m  #11",
                        "12:00:00.000000  main/5   door  falling  #12  +0.000 us",
                        "12:00:00.000000  main/5   door  \u001b[31m1 edge lost (#13), this console was too slow\u001b[39m");
    }
}
