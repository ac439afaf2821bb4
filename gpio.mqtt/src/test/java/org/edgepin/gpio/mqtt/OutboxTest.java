// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.logged.Logged;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final PinId PIN = new PinId("main", 5);
    private static final PinId OTHER = new PinId("main", 6);

    private final Messages messages = new Messages(new Configuration("main").settings());
    private final Outbox outbox = new Outbox("mqtt main", messages, new Series(Map.of()), 10);

    @Test
    void publishesWhatHappenedInItsOrder() throws Exception {
        offer(PIN, 1, 3);

        assertThat(published()).containsExactly("5 edge 1", "5 edge 2", "5 edge 3");
    }

    @Test
    void keepsTheNewestAndDeclaresTheOthersOfEachPin() throws Exception {
        offer(OTHER, 1, 2);
        offer(PIN, 1, 12);

        assertThat(published())
                .containsExactly(
                        "6 gap 1+2",
                        "5 gap 1+2",
                        "5 edge 3",
                        "5 edge 4",
                        "5 edge 5",
                        "5 edge 6",
                        "5 edge 7",
                        "5 edge 8",
                        "5 edge 9",
                        "5 edge 10",
                        "5 edge 11",
                        "5 edge 12");
    }

    @Test
    void saysOnceThatItLosesEdgesAndOnceHowMany() throws Exception {
        try (var logged = new Logged()) {
            outbox.open();
            for (var last = 1; last <= 100; last++) {
                offer(PIN, last, last);
                if (last % 20 == 0) {
                    take(next());
                }
            }
            published();
            offer(PIN, 101, 101);
            published();

            assertThat(logged.lines()).hasSize(2);
            assertThat(logged.lines().get(0)).startsWith("WARNING mqtt main: the broker is away or too slow");
            assertThat(logged.lines().get(1)).matches("INFO mqtt main: no more edges wait, \\d+ were lost");
        }
    }

    @Test
    void answersAtOnceIfNoEdgeIsOnItsWay() throws Exception {
        outbox.open();
        outbox.answer(PIN, Level.LOW, 0, 1);

        assertThat(published()).containsExactly("5 state 0");
    }

    @Test
    void letsTheEdgeThatBringsTheLevelBeTheAnswer() throws Exception {
        outbox.open();
        outbox.answer(PIN, Level.HIGH, 1, 1);
        assertThat(published()).isEmpty();

        offer(PIN, 1, 1);

        assertThat(published()).containsExactly("5 edge 1");
    }

    @Test
    void takesAnEdgeThatWentOutWhileThePinWasReadForTheAnswer() throws Exception {
        outbox.open();
        offer(PIN, 1, 1);
        assertThat(published()).containsExactly("5 edge 1");

        outbox.answer(PIN, Level.HIGH, 1, 1);
        assertThat(published()).isEmpty();

        outbox.answer(PIN, Level.HIGH, 1, 2);
        assertThat(published()).containsExactly("5 state 1");
    }

    @Test
    void answersAfterTheGapInWhichTheEdgeWasLost() throws Exception {
        outbox.open();
        outbox.answer(PIN, Level.HIGH, 3, 1);

        outbox.giveUp(PIN, 3);

        assertThat(published()).containsExactly("5 gap 1+3", "5 state 1");
    }

    @Test
    void neverTellsAnOlderLevelAfterANewerOne() throws Exception {
        outbox.open();
        outbox.answer(PIN, Level.LOW, 0, 1);
        outbox.answer(PIN, Level.LOW, 0, 1);
        offer(PIN, 1, 1);

        // the second answer would say 0 after the edge said 1; the edge has answered it
        assertThat(published()).containsExactly("5 state 0", "5 edge 1");
    }

    @Test
    void letsNeitherAnswersNorEventsStarveTheOther() throws Exception {
        outbox.open();
        offer(PIN, 1, 3);
        for (var i = 0; i < 3; i++) {
            outbox.answer(OTHER, Level.LOW, 0, 1);
        }

        assertThat(published())
                .containsExactly("6 state 0", "5 edge 1", "6 state 0", "5 edge 2", "6 state 0", "5 edge 3");
    }

    @Test
    void keepsOneAnswerOfEachPinWhileThereIsNoConnection() throws Exception {
        outbox.answer(PIN, Level.LOW, 0, 1);
        outbox.answer(PIN, Level.HIGH, 0, 1);
        outbox.answer(OTHER, Level.LOW, 0, 1);

        outbox.open();

        assertThat(published()).containsExactly("5 state 1", "6 state 0");
    }

    @Test
    void publishesAgainInOrderWhatTheBrokerHadNotTaken() throws Exception {
        outbox.open();
        offer(PIN, 1, 4);
        var first = next();
        take(first);
        published();

        outbox.broken();
        offer(PIN, 5, 5);
        outbox.open();

        assertThat(published()).containsExactly("5 edge 2", "5 edge 3", "5 edge 4", "5 edge 5");
        assertThat(outbox.untold()).containsEntry(PIN, 2L);
    }

    @Test
    void takesALateAnswerToAnEarlierAttemptForWhatItIs() throws Exception {
        outbox.open();
        offer(PIN, 1, 1);
        var flight = next();
        var attempt = flight.attempt();
        outbox.broken();
        outbox.open();
        next();

        flight.messages().forEach(it -> outbox.taken(flight, attempt));
        assertThat(outbox.drained()).isFalse();

        take(flight);
        assertThat(outbox.drained()).isTrue();
    }

    @Test
    void hasNoMoreOnTheWayThanTheWindow() throws Exception {
        var wide = new Outbox("mqtt main", messages, new Series(Map.of()), 1_000);
        wide.open();
        for (var i = 1; i <= 500; i++) {
            wide.offer(edge(PIN, i));
        }
        for (var i = 0; i < Outbox.WINDOW; i++) {
            assertThat(wide.next(() -> false, TimeUnit.SECONDS.toNanos(1))).isNotNull();
        }

        assertThat(wide.next(() -> false, TimeUnit.MILLISECONDS.toNanos(20))).isNull();
        assertThat(wide.unanswered()).isPositive();
    }

    @Test
    void knowsWhereToGoOn() throws Exception {
        outbox.open();
        offer(PIN, 1, 5);
        take(next());
        next();

        assertThat(outbox.untold()).containsEntry(PIN, 2L);
    }

    @Test
    void seesThatABoardHasStartedAnew() {
        offer(PIN, 1, 5);

        assertThat(outbox.behind(PIN, 5, 6)).isFalse();
        assertThat(outbox.behind(PIN, 2, 6)).isTrue();
        assertThat(outbox.next(PIN)).isEqualTo(1);
    }

    @Test
    void forgetsAPinAfterItsEdgesAndBeforeThoseOfItsNextUse() throws Exception {
        offer(PIN, 1, 3);
        outbox.forget(PIN);
        offer(PIN, 4, 5);
        offer(OTHER, 1, 1);

        assertThat(published())
                .containsExactly("5 edge 1", "5 edge 2", "5 edge 3", "5 state ", "5 edge 4", "5 edge 5", "6 edge 1");
    }

    @Test
    void doesNotForgetAPinThatIsUsedAgain() throws Exception {
        offer(PIN, 1, 1);
        outbox.forget(PIN);
        outbox.answer(PIN, Level.HIGH, 1, 2);
        outbox.open();

        assertThat(published()).containsExactly("5 edge 1");
        assertThat(outbox.forgetting()).isEmpty();
    }

    @Test
    void tellsNoLevelOfBeforeAfterItHasForgottenAPin() throws Exception {
        outbox.open();
        outbox.answer(PIN, Level.HIGH, 0, 1);
        outbox.answer(OTHER, Level.LOW, 0, 1);
        outbox.answer(PIN, Level.HIGH, 1, 1);

        outbox.forget(PIN);
        outbox.giveUp(PIN, 1);

        assertThat(published()).containsExactly("5 state ", "6 state 0", "5 gap 1+1");
    }

    @Test
    void forgetsAPinWhoseBoardHasStartedAnew() throws Exception {
        offer(PIN, 1, 5);
        published();
        outbox.forget(PIN);
        outbox.behind(PIN, 0, 6);

        assertThat(published()).containsExactly("5 state ");
    }

    @Test
    void forgetsFirstWhereNoStateIsRetainedAnyMore() throws Exception {
        var plain =
                new Messages(new Configuration("main").with("retain", "false").settings());
        var outbox = new Outbox("mqtt main", plain, new Series(Map.of()), 10);
        outbox.offer(edge(PIN, 1));
        outbox.forget(PIN);
        outbox.answer(PIN, Level.HIGH, 1, 1);
        outbox.open();

        var flight = Objects.requireNonNull(outbox.next(() -> false, TimeUnit.SECONDS.toNanos(1)));

        assertThat(flight.messages()).containsExactly(plain.forgotten(PIN));
    }

    @Test
    void knowsWhichPinsTheBrokerHasNotForgotten() throws Exception {
        outbox.forget(PIN);
        var first = next();
        outbox.forget(PIN);

        take(first);
        assertThat(outbox.forgetting()).containsExactly(5);
        assertThat(outbox.drained()).isFalse();

        take(next());
        assertThat(outbox.forgetting()).isEmpty();
        assertThat(outbox.drained()).isTrue();
    }

    @Test
    void forgetsAPinOnceHoweverOftenItIsAsked() throws Exception {
        for (var i = 0; i < Outbox.ANSWERS; i++) {
            outbox.forget(PIN);
        }

        assertThat(outbox.answerIfRoom(messages.state(OTHER, Level.LOW))).isTrue();
        assertThat(published()).containsExactly("5 state ", "6 state 0");
    }

    @Test
    void takesNoMoreErrorsThanItHasRoomFor() {
        for (var i = 0; i < Outbox.ANSWERS; i++) {
            assertThat(outbox.answerIfRoom(messages.state(PIN, Level.LOW))).isTrue();
        }
        assertThat(outbox.answerIfRoom(messages.state(PIN, Level.LOW))).isFalse();
    }

    private void offer(PinId pin, long first, long last) {
        for (var sequence = first; sequence <= last; sequence++) {
            outbox.offer(edge(pin, sequence));
        }
    }

    private static EdgeEvent edge(PinId pin, long sequence) {
        var edge = sequence % 2 == 1 ? Edge.RISING : Edge.FALLING;
        return new EdgeEvent(pin, edge, Instant.now(), System.nanoTime(), sequence);
    }

    private Flight next() throws InterruptedException {
        var flight = outbox.next(() -> false, TimeUnit.SECONDS.toNanos(1));
        assertThat(flight).isNotNull();
        return Objects.requireNonNull(flight);
    }

    private void take(Flight flight) {
        flight.messages().forEach(it -> outbox.taken(flight, flight.attempt()));
    }

    /** Takes all there is, which the broker never acknowledges; each edge stands for its state too. */
    private List<String> published() throws InterruptedException {
        var texts = new ArrayList<String>();
        for (var flight = poll(); flight != null; flight = poll()) {
            var last = flight.messages().get(flight.messages().size() - 1);
            var pin = last.topic().replaceAll("\\D", "");
            var what = last.topic().substring(last.topic().lastIndexOf('/') + 1);
            texts.add(pin + " " + what + " "
                    + switch (what) {
                        case "edge" -> last.text().replaceAll(".*sequence\": (\\d+).*", "$1");
                        case "gap" -> last.text().replaceAll(".*first\": (\\d+), \"lost\": (\\d+).*", "$1+$2");
                        default -> last.text();
                    });
        }
        return texts;
    }

    private @Nullable Flight poll() throws InterruptedException {
        return outbox.next(() -> false, TimeUnit.MILLISECONDS.toNanos(5));
    }
}
