// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.grpc.v1.Event;
import org.edgepin.gpio.grpc.v1.Gap;
import org.edgepin.gpio.grpc.v1.Snapshot;
import org.edgepin.gpio.grpc.v1.WatchPinsResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one client what happens, as fast as it reads. It has no thread: whenever there is something to
 * read and the client takes more, it works for a moment on one of the {@link Lanes}' threads, never on
 * two at once. What is needed from a board is fetched in the board's lane, and the work rests until it
 * is there.
 */
final class Watch implements History.Reader {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    /** Some ten kilobytes in one answer. */
    private static final int PAGE = 256;

    private final ServerCallStreamObserver<WatchPinsResponse> client;
    private final Lanes lanes;
    private final History history;
    private final Selection selection;
    private final AtomicInteger wakes = new AtomicInteger();

    /** Null until the login is checked. */
    private volatile @Nullable Gpio gpio;

    private volatile boolean resting;
    private volatile boolean ending;
    private volatile boolean ended;

    // what follows belongs to whoever works

    private final Map<PinId, Long> told = new HashMap<>();
    private final Deque<Step> steps = new ArrayDeque<>();
    private final WatchPinsResponse.Builder answer = WatchPinsResponse.newBuilder();
    private long read;
    private long readWithSteps;

    /** Something to do for the next answer, with the pins as the client may see them. */
    private interface Step {
        void run(Gpio gpio);
    }

    Watch(ServerCallStreamObserver<WatchPinsResponse> client, Lanes lanes, History history, Selection selection) {
        this.client = client;
        this.lanes = lanes;
        this.history = history;
        this.selection = selection;
        client.setOnReadyHandler(this::wake);
        client.setOnCancelHandler(this::leave);
    }

    /** Begins, on behalf of somebody who has logged in. */
    void start(Gpio entered, String resumeToken) {
        history.join(this);
        var number = history.number(resumeToken);
        var known = number.isPresent() ? history.known(number.getAsLong(), selection) : null;
        if (known != null && known.isPresent()) {
            read = number.getAsLong();
            told.putAll(known.get());
        } else {
            read = history.newest();
            snapshot(entered, !resumeToken.isEmpty());
        }
        readWithSteps = read;
        gpio = entered;
        if (ended) {
            leave();
        }
        wake();
    }

    @Override
    public Selection selection() {
        return selection;
    }

    @Override
    public void wake() {
        if (wakes.getAndIncrement() == 0) {
            lanes.execute(this::work);
        }
    }

    /** The server stops; the client is told so. */
    void end() {
        ending = true;
        wake();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Also for a client that has gone. */
    private void leave() {
        ended = true;
        history.leave(this);
    }

    private void work() {
        var noticed = 0;
        do {
            noticed = wakes.get();
            try {
                advance();
            } catch (RuntimeException e) {
                LOG.error("a gRPC client cannot be told what happens", e);
                fail(Problems.defect());
            }
        } while (wakes.addAndGet(-noticed) != 0);
    }

    private void advance() {
        var pins = gpio;
        while (!ended && !resting) {
            if (ending) {
                fail(Problems.stopping());
            } else if (pins == null || !client.isReady()) {
                return;
            } else if (!steps.isEmpty()) {
                steps.remove().run(pins);
            } else if (answer.getEventsCount() > 0) {
                client.onNext(
                        answer.setResumeToken(history.token(readWithSteps)).build());
                answer.clear();
                read = readWithSteps;
            } else if (!turnPage()) {
                return;
            }
        }
    }

    private boolean turnPage() {
        var page = history.page(read, selection, PAGE);
        readWithSteps = page.next();
        if (page.isEmpty()) {
            read = page.next();
            return false;
        }
        page.boards().forEach(this::add);
        page.lost().forEach(lost -> steps.add(pins -> missed(lost)));
        page.changed().forEach(pin -> add(new PinChange(pin)));
        page.events().forEach(this::add);
        return true;
    }

    private void add(GpioEvent event) {
        if (event instanceof EdgeEvent edge) {
            steps.add(pins -> edge(edge));
        } else if (event instanceof GapEvent gap) {
            steps.add(pins -> gap(gap));
        } else if (event instanceof PinChange change) {
            steps.add(pins -> fetch(change.board(), () -> changed(pins, change.pin())));
        } else if (event instanceof BoardChange change) {
            steps.add(pins -> changed(pins, change.status()));
        }
    }

    private void edge(EdgeEvent edge) {
        if (edge.sequence() > told.getOrDefault(edge.pin(), 0L)) {
            told.put(edge.pin(), edge.sequence());
            answer.addEvents(Messages.event(edge));
        }
    }

    private void gap(GapEvent gap) {
        var first = Math.max(gap.first(), told.getOrDefault(gap.pin(), 0L) + 1);
        if (first < gap.next()) {
            told.put(gap.pin(), gap.next() - 1);
            answer.addEvents(
                    Messages.event(new GapEvent(gap.pin(), first, gap.next() - first, gap.place(), gap.time())));
        }
    }

    private void missed(History.Lost lost) {
        var before = told.get(lost.pin());
        var first = before == null ? lost.first() : before + 1;
        if (first <= lost.last()) {
            told.put(lost.pin(), lost.last());
            answer.addEvents(Messages.gap(
                    lost.pin(), first, lost.last() - first + 1, Gap.Place.PLACE_CLIENT, Instant.now(), lost.level()));
        }
    }

    private void changed(Gpio pins, PinId pin) {
        try {
            answer.addEvents(Event.newBuilder().setPinChanged(Messages.pin(pins.state(pin))));
        } catch (GpioException | StatusRuntimeException e) {
            LOG.debug("a changed pin cannot be told, its board is gone", e);
        }
    }

    private void changed(Gpio pins, BoardStatus status) {
        answer.addEvents(Event.newBuilder().setBoardChanged(Messages.board(status)));
        if (status.state() == BoardStatus.State.REMOVED) {
            told.keySet().removeIf(pin -> pin.board().equals(status.name()));
        } else if (status.state() == BoardStatus.State.UP) {
            var snapshot = Snapshot.newBuilder().addBoards(Messages.board(status));
            fetch(status.name(), () -> {
                look(pins, status.name(), snapshot);
                answer.addEvents(Event.newBuilder().setSnapshot(snapshot));
            });
        }
    }

    private void snapshot(Gpio pins, boolean historyLost) {
        var snapshot = Snapshot.newBuilder().setHistoryLost(historyLost);
        for (var board : pins.boards()) {
            if (selection.hasBoard(board.name())) {
                snapshot.addBoards(Messages.board(board));
                if (board.state() == BoardStatus.State.UP) {
                    steps.add(it -> fetch(board.name(), () -> look(it, board.name(), snapshot)));
                }
            }
        }
        steps.add(it -> answer.addEvents(Event.newBuilder().setSnapshot(snapshot)));
    }

    /** A pin whose newest edge the client knows already is still told each later one. */
    private void look(Gpio pins, String board, Snapshot.Builder snapshot) {
        for (var pin : ofBoard(pins, board)) {
            try {
                var state = pins.state(pin);
                told.putIfAbsent(pin, state.sequence());
                snapshot.addPins(Messages.pin(state));
            } catch (GpioException | StatusRuntimeException e) {
                LOG.debug("a pin cannot be told, its board is gone", e);
            }
        }
    }

    private List<PinId> ofBoard(Gpio pins, String board) {
        var chosen = new ArrayList<PinId>();
        try {
            for (Pin pin : pins.pins()) {
                if (pin.id().board().equals(board) && selection.has(pin.id())) {
                    chosen.add(pin.id());
                }
            }
        } catch (StatusRuntimeException e) {
            // the server tells each board anew when there are pins again
            LOG.debug("the pins of a board cannot be told", e);
        }
        return chosen;
    }

    /** Rests until something is done in a board's lane, by which it belongs to that lane's thread. */
    private void fetch(String board, Runnable task) {
        resting = true;
        var submitted = lanes.submit(board, () -> {
            try {
                task.run();
            } finally {
                resting = false;
                wake();
            }
        });
        if (!submitted) {
            resting = false;
            fail(Problems.tooMuchWaits());
        }
    }

    /** Ends the call. Only whoever works, or nobody yet. */
    void fail(RuntimeException problem) {
        if (!ended) {
            leave();
            client.onError(problem);
        }
    }
}
