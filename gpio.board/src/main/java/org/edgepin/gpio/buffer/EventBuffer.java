// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.buffer;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.PinChange;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of events that forgets nothing silently. When it is full the oldest event goes: an
 * edge becomes part of a gap, and of several changes of one pin or board the last one stays. What
 * has gone is told before the next event, so the order within a pin holds.
 *
 * <p>A board that is removed ends one life of its pins, and their sequences start anew: gaps of two
 * lives never become one, and the removal between them stays. Only a life of which nothing is left,
 * neither its beginning nor its end, is not told at all.
 *
 * <p>Besides the bound it holds at most one gap and one change for each pin, twice for a board that
 * was removed in between. Not thread-safe.
 */
public final class EventBuffer {

    private final int capacity;
    private final GapEvent.Place place;
    private final Queue<GpioEvent> events = new ArrayDeque<>();
    private final Map<Subject, GpioEvent> account = new LinkedHashMap<>();
    private final Map<String, Integer> lives = new HashMap<>();
    private long lost;

    private enum Kind {
        GAP,
        CHANGE,
        REMOVAL
    }

    /**
     * What an entry of the account is about.
     *
     * @param of the pin or the board's name
     * @param life how many removals of the board went into the account before it
     */
    private record Subject(Kind kind, Object of, String board, int life) {}

    /**
     * @param capacity how many events it holds, at least 1
     * @param place what the gaps give as the place of the loss
     */
    public EventBuffer(int capacity, GapEvent.Place place) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
        }
        this.capacity = capacity;
        this.place = place;
    }

    /**
     * Adds an event.
     *
     * @return whether it fitted without the loss of an edge
     */
    public boolean offer(GpioEvent event) {
        var lostBefore = lost;
        if (events.size() == capacity) {
            displace(events.remove());
        }
        events.add(event);
        return lost == lostBefore;
    }

    /** Takes the oldest event, or the account of what went before it; null if there is none. */
    public @Nullable GpioEvent poll() {
        if (account.isEmpty()) {
            return events.poll();
        }
        var entries = account.values().iterator();
        var first = entries.next();
        entries.remove();
        if (account.isEmpty()) {
            lives.clear();
        }
        return first;
    }

    /** Returns how many events are in it, gaps and changes that are pending aside. */
    public int size() {
        return events.size();
    }

    /** Whether there is nothing to take. */
    public boolean isEmpty() {
        return events.isEmpty() && account.isEmpty();
    }

    /** Returns how many edges were lost here since the beginning. */
    public long lost() {
        return lost;
    }

    private void displace(GpioEvent event) {
        if (event instanceof EdgeEvent edge) {
            lost++;
            lose(new GapEvent(edge.pin(), edge.sequence(), 1, place, Instant.now()));
        } else if (event instanceof GapEvent gap) {
            lose(gap);
        } else if (event instanceof PinChange change) {
            replace(subject(Kind.CHANGE, change.pin(), change.board()), change);
        } else if (event instanceof BoardChange change && change.status().state() == BoardStatus.State.REMOVED) {
            remove(change);
        } else {
            replace(subject(Kind.CHANGE, event.board(), event.board()), event);
        }
    }

    private Subject subject(Kind kind, Object of, String board) {
        return new Subject(kind, of, board, lives.getOrDefault(board, 0));
    }

    private void lose(GapEvent gap) {
        account.merge(
                subject(Kind.GAP, gap.pin(), gap.board()),
                gap,
                (before, after) -> joined((GapEvent) before, (GapEvent) after));
    }

    /**
     * Gaps of a pin that go one after another are neighbours, so one covers them. Numbers in between
     * were never offered here and did not reach whoever polls: they are as lost as the others. Numbers
     * that start anew with no removal told are a defect of the provider; then the newer gap counts.
     */
    private GapEvent joined(GapEvent before, GapEvent after) {
        if (after.first() < before.next()) {
            return after;
        }
        return new GapEvent(
                after.pin(),
                before.first(),
                after.next() - before.first(),
                before.place() == after.place() ? after.place() : place,
                after.time());
    }

    private void replace(Subject subject, GpioEvent change) {
        account.remove(subject);
        account.put(subject, change);
    }

    private void remove(BoardChange removal) {
        var board = removal.board();
        int life = lives.getOrDefault(board, 0);
        if (life > 0 && account.containsKey(new Subject(Kind.REMOVAL, board, board, life - 1))) {
            account.keySet().removeIf(it -> it.board().equals(board) && it.life() == life);
        } else {
            account.put(new Subject(Kind.REMOVAL, board, board, life), removal);
            lives.put(board, life + 1);
        }
    }
}
