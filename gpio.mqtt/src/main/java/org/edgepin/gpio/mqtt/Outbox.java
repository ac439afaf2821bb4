// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.buffer.EventBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be published: events in one queue, where the oldest go when it is full and leave a gap,
 * and answers in another. The two take turns, so that neither can starve the other.
 *
 * <p>The level that an answer gives was read at a number of the pin's series. It waits until the
 * edges up to that number have gone out, so that a client never sees an older level after a newer
 * one; and if the last of them brings that very level, it is the answer, and none follows.
 *
 * <p>That a state is to be forgotten goes out between the edges before and those after it, and before
 * all levels read later: the broker's last word on a pin is the newest.
 *
 * <p>All state is guarded by the lock of this object, which is held for queue operations only.
 */
final class Outbox {

    /** Flights that the broker has not taken yet; more would not be faster, and each may be sent twice. */
    static final int WINDOW = 64;

    /** Answers that wait; whoever makes them waits for room, or drops errors. */
    static final int ANSWERS = 1_000;

    /** A level read, and the number of the newest edge at that time. */
    private record Answer(PinId pin, Level level, long sequence) {}

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Object owner;
    private final Messages messages;
    private final Series series;
    private final EventBuffer events;
    private final Map<PinId, Long> told = new HashMap<>();
    private final Map<PinId, Answer> waiting = new LinkedHashMap<>();

    /** Pins whose states are to be forgotten, each once its edges up to a number have gone out. */
    private final Map<PinId, Long> forgets = new LinkedHashMap<>();

    /** The flights that say so until the broker has taken them. */
    private final Map<Flight, PinId> forgetting = new HashMap<>();

    private final Queue<Object> answers = new ArrayDeque<>();
    private final Deque<Flight> flying = new ArrayDeque<>();
    private final Deque<Flight> again = new ArrayDeque<>();
    private boolean connected;
    private boolean answeredLast;
    private boolean losing;
    private long lostBefore;

    /** @param owner whose name the log shows */
    Outbox(Object owner, Messages messages, Series series, int capacity) {
        this.owner = owner;
        this.messages = messages;
        this.series = series;
        this.events = new EventBuffer(capacity, GapEvent.Place.LISTENER);
        this.told.putAll(series.all());
    }

    /** Queues an event and what is missing before it. Never blocks. */
    synchronized void offer(GpioEvent event) {
        for (var admitted : series.admit(event)) {
            if (!events.offer(admitted) && !losing) {
                losing = true;
                lostBefore = events.lost() - 1;
                LOG.warn("{}: the broker is away or too slow, edges are lost from {} on", owner, event);
            }
        }
        notifyAll();
    }

    /** Returns the number that the next edge of a pin to arrive should have. */
    synchronized long next(PinId pin) {
        return series.next(pin);
    }

    /**
     * Takes note of the newest number of a pin, as its board says.
     *
     * @param nextThen what {@link #next} was before the board was asked
     * @return whether edges up to that number have yet to arrive
     */
    synchronized boolean behind(PinId pin, long newest, long nextThen) {
        if (newest < nextThen - 1 && series.next(pin) >= nextThen) {
            // the board has started anew, unheard: while this bundle was replaced, or in an overflow
            series.restart(pin);
            told.remove(pin);
        }
        return series.next(pin) <= newest;
    }

    /** Declares a pin's edges up to a number lost, unless they have come. */
    synchronized void giveUp(PinId pin, long last) {
        series.giveUp(pin, last).ifPresent(events::offer);
        notifyAll();
    }

    /**
     * Answers with a level. While there is no connection only the newest of each pin is kept.
     *
     * @param sequence the number of the pin's newest edge when the level was read, or an older one
     * @param nextThen what {@link #next} was before that was to be done: an edge since then is an answer
     */
    synchronized void answer(PinId pin, Level level, long sequence, long nextThen) {
        var answer = new Answer(pin, level, sequence);
        if (messages.stateRetained()) {
            // the level takes the place of the one that was to be forgotten
            forgets.remove(pin);
        }
        if (due(answer) && sequence >= nextThen) {
            return;
        }
        if (connected && due(answer)) {
            answers.add(answer);
        } else {
            waiting.put(pin, answer);
        }
        notifyAll();
    }

    /** Answers with a message; whoever does has waited for room. */
    synchronized void answer(Message message) {
        answers.add(message);
        notifyAll();
    }

    /**
     * Makes the broker forget the state of a pin, unless a level of it follows before that is said.
     * Needs no room: it waits once for each pin at most, in place of the levels read before.
     */
    synchronized void forget(PinId pin) {
        waiting.remove(pin);
        answers.removeIf(it -> it instanceof Answer answer && answer.pin().equals(pin));
        // where no state is retained any more the one from before is older than all that waits
        forgets.put(pin, messages.stateRetained() ? series.next(pin) - 1 : 0);
        notifyAll();
    }

    /** Returns the pins whose states the broker may not have forgotten yet. */
    synchronized Set<Integer> forgetting() {
        return Stream.concat(forgets.keySet().stream(), forgetting.values().stream())
                .map(PinId::number)
                .collect(Collectors.toSet());
    }

    /** Answers with a message, unless too many answers wait already. */
    synchronized boolean answerIfRoom(Message message) {
        if (answers.size() < ANSWERS) {
            answer(message);
            return true;
        }
        return false;
    }

    /** Waits until an answer has room, or there is no connection and so nobody to answer. */
    synchronized void awaitRoom(BooleanSupplier closed) throws InterruptedException {
        while (connected && answers.size() >= ANSWERS && !closed.getAsBoolean()) {
            wait();
        }
    }

    /** There is a connection: what was on its way when the last one broke goes first. */
    synchronized void open() {
        connected = true;
        waiting.values().removeIf(answer -> due(answer) && answers.add(answer));
        notifyAll();
    }

    /** There is no connection any more. */
    synchronized void broken() {
        connected = false;
        while (!flying.isEmpty()) {
            again.addFirst(flying.removeLast());
        }
        notifyAll();
    }

    /** Wakes whoever waits, to look at its own conditions. */
    synchronized void wake() {
        notifyAll();
    }

    /**
     * Waits for what is to be published next.
     *
     * @param stop whether to wait no longer; looked at whenever somebody calls {@link #wake}
     * @param patience how many nanoseconds to wait at most
     * @return null if there is nothing
     */
    synchronized @Nullable Flight next(BooleanSupplier stop, long patience) throws InterruptedException {
        var end = System.nanoTime() + patience;
        while (true) {
            var now = System.nanoTime();
            if (stop.getAsBoolean() || now - end >= 0) {
                return null;
            }
            var flight = flying.size() < WINDOW ? take() : null;
            if (flight != null) {
                flight.start(now);
                if (!flight.messages().isEmpty()) {
                    flying.add(flight);
                }
                return flight;
            }
            if (losing && connected && events.isEmpty()) {
                losing = false;
                LOG.info("{}: no more edges wait, {} were lost", owner, events.lost() - lostBefore);
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(end - now, 1_000_000));
        }
    }

    /** The broker has taken a message of a flight. */
    synchronized void taken(Flight flight, int attempt) {
        if (flight.taken(attempt)) {
            flying.remove(flight);
            forgetting.remove(flight);
            notifyAll();
        }
    }

    /** Returns since how many nanoseconds the broker owes an answer; 0 if it owes none. */
    synchronized long unanswered() {
        return flying.isEmpty() ? 0 : System.nanoTime() - flying.getFirst().started();
    }

    /** Returns how much waits to be published or to be taken by the broker. */
    synchronized int waiting() {
        return flying.size() + again.size() + forgets.size() + answers.size() + events.size();
    }

    /** Whether all has been published and taken. */
    synchronized boolean drained() {
        return flying.isEmpty() && again.isEmpty() && forgets.isEmpty() && answers.isEmpty() && events.isEmpty();
    }

    /**
     * Takes out what is left and returns, for each pin, the number to go on with: the first that the
     * broker has not taken for sure.
     */
    synchronized Map<PinId, Long> untold() {
        var numbers = series.all();
        again.forEach(flight -> lower(numbers, flight.event()));
        flying.forEach(flight -> lower(numbers, flight.event()));
        for (var event = events.poll(); event != null; event = events.poll()) {
            lower(numbers, event);
        }
        return numbers;
    }

    private static void lower(Map<PinId, Long> numbers, @Nullable GpioEvent event) {
        if (event instanceof EdgeEvent edge) {
            numbers.merge(edge.pin(), edge.sequence(), Math::min);
        } else if (event instanceof GapEvent gap) {
            numbers.merge(gap.pin(), gap.first(), Math::min);
        }
    }

    private @Nullable Flight take() {
        if (!again.isEmpty()) {
            return again.poll();
        }
        var forget = takeForget();
        if (forget != null) {
            return forget;
        }
        var flight = answeredLast ? takeEvent() : takeAnswer();
        if (flight != null) {
            answeredLast = !answeredLast;
            return flight;
        }
        return answeredLast ? takeAnswer() : takeEvent();
    }

    private @Nullable Flight takeForget() {
        for (var forget : forgets.entrySet()) {
            var pin = forget.getKey();
            // the number may be one of a series that has ended
            if (forget.getValue() < told(pin) || events.isEmpty()) {
                var flight = new Flight(List.of(messages.forgotten(pin)), null);
                forgets.remove(pin);
                forgetting.put(flight, pin);
                return flight;
            }
        }
        return null;
    }

    private @Nullable Flight takeAnswer() {
        for (var next = answers.poll(); next != null; next = answers.poll()) {
            notifyAll();
            if (next instanceof Message message) {
                return new Flight(List.of(message), null);
            }
            // an edge that happened after the read and has gone out has brought a newer level: that was the answer
            if (next instanceof Answer answer && answer.sequence() == told(answer.pin()) - 1) {
                return new Flight(List.of(messages.state(answer.pin(), answer.level())), null);
            }
        }
        return null;
    }

    private @Nullable Flight takeEvent() {
        var event = events.poll();
        if (event == null) {
            return null;
        }
        if (event instanceof EdgeEvent edge) {
            told(edge.pin(), edge.sequence() + 1, edge.sequence());
        } else if (event instanceof GapEvent gap) {
            told(gap.pin(), gap.next(), 0);
        } else if (event instanceof BoardChange change && change.status().state() == BoardStatus.State.REMOVED) {
            told.keySet().removeIf(pin -> pin.board().equals(change.board()));
        }
        return new Flight(messages.of(event), event);
    }

    /** @param answered the number whose level the event itself tells */
    private void told(PinId pin, long next, long answered) {
        told.put(pin, next);
        var answer = waiting.get(pin);
        if (answer != null && due(answer)) {
            waiting.remove(pin);
            if (answer.sequence() != answered) {
                answers.add(answer);
            }
        }
    }

    private boolean due(Answer answer) {
        return answer.sequence() < told(answer.pin());
    }

    private long told(PinId pin) {
        return told.getOrDefault(pin, 1L);
    }
}
