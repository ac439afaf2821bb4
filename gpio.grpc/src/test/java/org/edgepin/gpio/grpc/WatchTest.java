// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.grpc.v1.Board;
import org.edgepin.gpio.grpc.v1.Event;
import org.edgepin.gpio.grpc.v1.GpioServiceGrpc;
import org.edgepin.gpio.grpc.v1.Pin;
import org.edgepin.gpio.grpc.v1.WatchPinsRequest;
import org.edgepin.gpio.grpc.v1.WatchPinsResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client is told of what happens, over a real connection. */
class WatchTest {

    private final FakeGpio gpio = FakeGpio.gl20();
    private final TestServer server = TestServer.start(gpio, "history_events", 100);
    private final List<Client> clients = new ArrayList<>();

    @AfterEach
    void stop() {
        clients.forEach(Client::leave);
        server.close();
    }

    /** A client that takes an answer only when it is asked to. */
    private static final class Client implements ClientResponseObserver<WatchPinsRequest, WatchPinsResponse> {

        final LinkedBlockingQueue<WatchPinsResponse> answers = new LinkedBlockingQueue<>();
        final List<Event> events = new ArrayList<>();
        volatile String end = "";
        private volatile @Nullable ClientCallStreamObserver<WatchPinsRequest> started;
        String token = "";

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchPinsRequest> call) {
            started = call;
            call.disableAutoRequestWithInitial(0);
        }

        @Override
        public void onNext(WatchPinsResponse answer) {
            answers.add(answer);
        }

        @Override
        public void onError(Throwable problem) {
            end = String.valueOf(problem.getMessage());
        }

        @Override
        public void onCompleted() {
            end = "completed";
        }

        ClientCallStreamObserver<WatchPinsRequest> call() {
            return Objects.requireNonNull(started);
        }

        /** Takes one more answer. */
        List<Event> take() throws InterruptedException {
            call().request(1);
            var answer = answers.poll(20, TimeUnit.SECONDS);
            if (answer == null) {
                throw new AssertionError("no answer; the call: " + end);
            }
            token = answer.getResumeToken();
            events.addAll(answer.getEventsList());
            return answer.getEventsList();
        }

        /** Takes answers until there is an event. */
        void takeUntil(Predicate<Event> wanted) throws InterruptedException {
            while (take().stream().noneMatch(wanted)) {
                assertThat(events.size()).isLessThan(100_000);
            }
        }

        void leave() {
            call().cancel("the test is over", null);
        }
    }

    private Client watch(String token, String... pins) {
        var client = new Client();
        clients.add(client);
        GpioServiceGrpc.newStub(server.as("viewer"))
                .watchPins(
                        WatchPinsRequest.newBuilder()
                                .setResumeToken(token)
                                .addAllPins(List.of(pins))
                                .build(),
                        client);
        return client;
    }

    /** For each pin the numbers that were told, as edges or within gaps, in order: {@code 1 2 3-5 6}. */
    private static Map<String, String> numbers(List<Event> events) {
        var numbers = new TreeMap<String, String>();
        for (var event : events) {
            if (event.hasEdge()) {
                numbers.merge(event.getEdge().getPin(), "" + event.getEdge().getSequence(), (a, b) -> a + " " + b);
            } else if (event.hasGap()) {
                var gap = event.getGap();
                numbers.merge(
                        gap.getPin(),
                        gap.getFirstSequence() + "-" + (gap.getFirstSequence() + gap.getCount() - 1),
                        (a, b) -> a + " " + b);
            }
        }
        return numbers;
    }

    private static boolean isEdge(Event event, String pin, long sequence) {
        return event.hasEdge()
                && event.getEdge().getPin().equals(pin)
                && event.getEdge().getSequence() == sequence;
    }

    @Test
    void theFirstAnswerIsASnapshotAndThenComesWhatHappens() throws Exception {
        gpio.edges("gl20/0", 3);
        var client = watch("");

        var snapshot = client.take().get(0).getSnapshot();
        assertThat(snapshot.getBoardsList()).extracting(Board::getName).containsExactly("gl20");
        assertThat(snapshot.getPinsList()).hasSize(8);
        assertThat(snapshot.getPins(0).getSequence()).isEqualTo(3);
        assertThat(snapshot.getHistoryLost()).isFalse();

        gpio.edges("gl20/0", 2);
        gpio.write(FakeGpio.id("gl20/6"), Level.LOW);
        client.takeUntil(event -> isEdge(event, "gl20/6", 1));
        assertThat(numbers(client.events)).isEqualTo(Map.of("gl20/0", "4 5", "gl20/6", "1"));
        assertThat(client.events.get(client.events.size() - 1).getEdge().getEdge())
                .isEqualTo(org.edgepin.gpio.grpc.v1.Edge.EDGE_FALLING);
    }

    @Test
    void onlyChosenPinsAreTold() throws Exception {
        gpio.with("other", "Some board", false);
        var one = watch("", "gl20/1", "other/*");

        assertThat(one.take().get(0).getSnapshot().getPinsList())
                .extracting(Pin::getPin)
                .hasSize(9)
                .contains("gl20/1", "other/0");
        gpio.edges("gl20/0", 1);
        gpio.edges("other/5", 1);
        gpio.edges("gl20/1", 1);
        one.takeUntil(event -> isEdge(event, "gl20/1", 1));
        assertThat(numbers(one.events)).isEqualTo(Map.of("gl20/1", "1", "other/5", "1"));
    }

    @Test
    void aClientGoesOnWhereItHasStoppedWithoutASnapshot() throws Exception {
        var first = watch("");
        first.take();
        gpio.edges("gl20/0", 3);
        first.takeUntil(event -> isEdge(event, "gl20/0", 3));
        first.leave();

        gpio.edges("gl20/0", 4);
        gpio.edges("gl20/1", 1);
        var second = watch(first.token);
        second.takeUntil(event -> isEdge(event, "gl20/1", 1));

        assertThat(second.events).noneMatch(Event::hasSnapshot);
        assertThat(numbers(second.events)).isEqualTo(Map.of("gl20/0", "4 5 6 7", "gl20/1", "1"));
    }

    @Test
    void aClientThatWasAwayForTooLongIsToldSoWithASnapshot() throws Exception {
        var first = watch("", "gl20/0", "gl20/1");
        first.take();
        gpio.edges("gl20/0", 1);
        first.takeUntil(event -> isEdge(event, "gl20/0", 1));
        first.leave();

        gpio.edges("gl20/0", 200);
        var second = watch(first.token, "gl20/0");
        var snapshot = second.take().get(0).getSnapshot();
        assertThat(snapshot.getHistoryLost()).isTrue();
        assertThat(snapshot.getPins(0).getSequence()).isEqualTo(201);

        // of this pin nothing is lost
        var third = watch(first.token, "gl20/1");
        gpio.edges("gl20/1", 1);
        third.takeUntil(event -> isEdge(event, "gl20/1", 1));
        assertThat(third.events).noneMatch(Event::hasSnapshot);
    }

    @Test
    void aTokenOfAnotherServerIsAnsweredWithASnapshotAndOneThatIsNoneIsRefused() throws Exception {
        var other = watch("abc-12");
        assertThat(other.take().get(0).getSnapshot().getHistoryLost()).isTrue();

        var wrong = watch("yesterday");
        wrong.call().request(1);
        await().until(() -> wrong.end.startsWith("INVALID_ARGUMENT: resume_token: must be"));
        var wrongPin = watch("", "gl20/0", "gl20");
        wrongPin.call().request(1);
        await().until(() -> wrongPin.end.startsWith("INVALID_ARGUMENT: pins[1]: 'gl20' is not a pin"));
    }

    @Test
    void aSlowClientDelaysNobodyAndIsToldWhatItHasMissed() throws Exception {
        var slow = watch("");
        var quick = watch("");
        slow.take();
        quick.take();

        // beyond what the connection holds for a client that does not read
        var count = 0;
        while (count < 60_000) {
            gpio.edges("gl20/0", 50);
            count += 50;
            var last = count;
            quick.takeUntil(event -> isEdge(event, "gl20/0", last));
        }
        gpio.edges("gl20/1", 1);
        quick.takeUntil(event -> isEdge(event, "gl20/1", 1));
        assertThat(quick.events).noneMatch(Event::hasGap);

        slow.takeUntil(event -> isEdge(event, "gl20/1", 1));
        var next = 1L;
        for (var event : slow.events) {
            if (event.hasEdge() && event.getEdge().getPin().equals("gl20/0")) {
                assertThat(event.getEdge().getSequence()).isEqualTo(next);
                next++;
            } else if (event.hasGap()) {
                assertThat(event.getGap().getFirstSequence()).isEqualTo(next);
                assertThat(event.getGap().getPlace()).isEqualTo(org.edgepin.gpio.grpc.v1.Gap.Place.PLACE_CLIENT);
                next += event.getGap().getCount();
            }
        }
        assertThat(next).isEqualTo(count + 1);
        assertThat(slow.events).anyMatch(Event::hasGap);
    }

    @Test
    void aBoardThatGoesAndComesAndOneThatIsRemovedAreTold() throws Exception {
        var client = watch("", "gl20/0");
        client.take();
        gpio.edges("gl20/0", 2);
        gpio.state("gl20", BoardStatus.State.AWAY);
        client.takeUntil(Event::hasBoardChanged);
        assertThat(client.events.get(client.events.size() - 1).getBoardChanged().getProblem())
                .isEqualTo("unplugged");

        gpio.state("gl20", BoardStatus.State.UP);
        client.takeUntil(Event::hasSnapshot);
        gpio.edges("gl20/0", 1);
        client.takeUntil(event -> isEdge(event, "gl20/0", 3));
        assertThat(numbers(client.events)).isEqualTo(Map.of("gl20/0", "1 2 3"));

        gpio.state("gl20", BoardStatus.State.REMOVED);
        gpio.state("gl20", BoardStatus.State.UP);
        client.takeUntil(Event::hasSnapshot);
        gpio.edges("gl20/0", 1);
        client.takeUntil(event -> isEdge(event, "gl20/0", 1));
    }

    @Test
    void aChangedPinIsToldAsItIsNow() throws Exception {
        var client = watch("", "gl20/0");
        client.take();

        gpio.pinChanged("gl20/1");
        gpio.pinChanged("gl20/0");
        client.takeUntil(Event::hasPinChanged);

        assertThat(client.events.get(1).getPinChanged().getDisplayName()).isEqualTo("door");
    }

    @Test
    void aCallGoesOnWhileTheCoreIsUpdatedAndTellsTheBoardsAnew() throws Exception {
        gpio.with("other", "Some board", false).state("other", BoardStatus.State.UP);
        var client = watch("", "gl20/0", "other/0");
        client.take();
        gpio.edges("gl20/0", 2);
        client.takeUntil(event -> isEdge(event, "gl20/0", 2));

        server.coreGoes();
        gpio.state("other", BoardStatus.State.REMOVED);
        server.coreComes();

        client.takeUntil(Event::hasSnapshot);
        assertThat(client.events)
                .filteredOn(Event::hasBoardChanged)
                .extracting(event -> event.getBoardChanged().getName() + " "
                        + event.getBoardChanged().getState())
                .containsExactly("other STATE_REMOVED", "gl20 STATE_UP");
        gpio.edges("gl20/0", 1);
        client.takeUntil(event -> isEdge(event, "gl20/0", 3));
        assertThat(numbers(client.events)).isEqualTo(Map.of("gl20/0", "1 2 3"));
        assertThat(client.end).isEmpty();
    }

    @Test
    void aLoginThatGoesAndComesLeavesWhatIsWatchedAlone() throws Exception {
        var client = watch("", "gl20/0");
        client.take();
        server.loginGoes();
        var late = watch("");
        late.call().request(1);
        await().until(() -> late.end.startsWith("UNAVAILABLE: a part of the gateway is being updated"));
        server.loginComes();

        gpio.edges("gl20/0", 1);
        client.takeUntil(event -> isEdge(event, "gl20/0", 1));
        assertThat(client.events).filteredOn(Event::hasBoardChanged).isEmpty();
    }

    @Test
    void whoeverComesBackAfterAnUpdateOfTheCoreGoesOnWhereItHasStopped() throws Exception {
        var first = watch("", "gl20/0");
        first.take();
        gpio.edges("gl20/0", 1);
        first.takeUntil(event -> isEdge(event, "gl20/0", 1));
        first.leave();
        server.coreGoes();
        server.coreComes();
        gpio.edges("gl20/0", 1);

        var second = watch(first.token, "gl20/0");
        second.takeUntil(event -> isEdge(event, "gl20/0", 2));
        assertThat(second.events).filteredOn(Event::hasSnapshot).allMatch(event -> !event.getSnapshot()
                .getHistoryLost());
    }

    @Test
    void whoeverEndsTheCallIsForgotten() throws Exception {
        var client = watch("");
        client.take();
        client.leave();

        gpio.edges("gl20/0", 1);
        var other = watch("");
        assertThat(other.take().get(0).getSnapshot().getPins(0).getSequence()).isEqualTo(1);
    }

    @Test
    void aDeadlineEndsTheCall() {
        var answers = GpioServiceGrpc.newBlockingStub(server.as("viewer"))
                .withDeadlineAfter(2, TimeUnit.SECONDS)
                .watchPins(WatchPinsRequest.getDefaultInstance());
        assertThat(answers.next().getEvents(0).hasSnapshot()).isTrue();

        assertThatThrownBy(answers::next).hasMessageStartingWith("DEADLINE_EXCEEDED");
    }

    @Test
    void whenTheServerStopsItsClientsAreToldToComeBack() throws Exception {
        var client = watch("");
        client.take();
        client.call().request(1);

        server.server.close();

        await().until(() -> client.end.equals("UNAVAILABLE: the gRPC server stops; try again"));
    }

    @Test
    void withoutALoginThereIsNothingToSee() {
        var client = new Client();
        clients.add(client);
        GpioServiceGrpc.newStub(server.channel()).watchPins(WatchPinsRequest.getDefaultInstance(), client);
        client.call().request(1);

        await().until(() -> client.end.startsWith("UNAUTHENTICATED"));
    }
}
