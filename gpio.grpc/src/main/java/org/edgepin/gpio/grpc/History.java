// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ThreadLocalRandom;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.jspecify.annotations.Nullable;

/**
 * The events of late, numbered, for clients that read them at their own pace or come back. All of them
 * read from here: one that is slow costs no more than the number of the event it has read last. Of
 * what has fallen out, an account is kept for each pin and board, so that whoever has not read it can
 * be told what it was.
 *
 * <p>Thread-safe; one lock, under which nothing is called but a client's selection.
 */
final class History implements EdgeListener {

    private final GpioEvent[] ring;
    private final String epoch = Long.toHexString(ThreadLocalRandom.current().nextLong());
    private final Set<Reader> readers = new CopyOnWriteArraySet<>();
    private final Map<PinId, Lost> lost = new HashMap<>();
    private final Map<PinId, Long> changed = new HashMap<>();
    private final Map<String, BoardAccount> boards = new HashMap<>();
    private final Map<PinId, Long> sequences = new HashMap<>();
    private long newest;

    /** Somebody who reads. */
    interface Reader {

        /** There is something to read. Never blocks. */
        void wake();

        Selection selection();
    }

    /**
     * Edges of one pin that have fallen out, since its board came last.
     *
     * @param first the sequence of the first of them
     * @param last the sequence of the last of them
     * @param level the level after them, if it is known
     * @param number the number of the event that fell out last
     */
    record Lost(PinId pin, long first, long last, Optional<Level> level, long number) {}

    /** What has fallen out of a board's changes: the last one, and the last removal. */
    private record BoardAccount(
            BoardChange last, long number, @Nullable BoardChange removal, long removalNumber) {}

    /**
     * What a reader gets.
     *
     * @param boards changes of boards that it has missed
     * @param lost edges that it has missed
     * @param changed pins whose changes it has missed
     * @param events what comes then
     * @param next the number of the last event that is dealt with
     */
    record Page(List<BoardChange> boards, List<Lost> lost, List<PinId> changed, List<GpioEvent> events, long next) {

        boolean missed() {
            return !boards.isEmpty() || !lost.isEmpty() || !changed.isEmpty();
        }

        boolean isEmpty() {
            return events.isEmpty() && !missed();
        }
    }

    History(int capacity) {
        ring = new GpioEvent[capacity];
    }

    @Override
    public void edge(EdgeEvent event) {
        add(event);
    }

    @Override
    public void gap(GapEvent gap) {
        add(gap);
    }

    @Override
    public void pinChanged(PinChange change) {
        add(change);
    }

    @Override
    public void boardChanged(BoardChange change) {
        add(change);
    }

    private void add(GpioEvent event) {
        synchronized (this) {
            if (newest >= ring.length) {
                displace(ring[slot(newest + 1)], newest + 1 - ring.length);
            }
            newest++;
            ring[slot(newest)] = event;
            if (event instanceof EdgeEvent edge) {
                sequences.put(edge.pin(), edge.sequence());
            } else if (event instanceof GapEvent gap) {
                sequences.put(gap.pin(), gap.next() - 1);
            } else if (removal(event)) {
                sequences.keySet().removeIf(pin -> pin.board().equals(event.board()));
            }
        }
        for (var reader : readers) {
            if (reader.selection().test(event)) {
                reader.wake();
            }
        }
    }

    private int slot(long number) {
        return (int) (number % ring.length);
    }

    private static boolean removal(GpioEvent event) {
        return event instanceof BoardChange change && change.status().state() == BoardStatus.State.REMOVED;
    }

    private void displace(GpioEvent event, long number) {
        if (event instanceof EdgeEvent edge) {
            lose(
                    edge.pin(),
                    edge.sequence(),
                    edge.sequence(),
                    Optional.of(edge.edge().level()),
                    number);
        } else if (event instanceof GapEvent gap) {
            lose(gap.pin(), gap.first(), gap.next() - 1, Optional.empty(), number);
        } else if (event instanceof PinChange change) {
            changed.put(change.pin(), number);
        } else if (event instanceof BoardChange change) {
            var before = boards.get(change.board());
            if (removal(change)) {
                lost.keySet().removeIf(pin -> pin.board().equals(change.board()));
                changed.keySet().removeIf(pin -> pin.board().equals(change.board()));
                boards.put(change.board(), new BoardAccount(change, number, change, number));
            } else {
                boards.put(
                        change.board(),
                        new BoardAccount(
                                change,
                                number,
                                before == null ? null : before.removal(),
                                before == null ? 0 : before.removalNumber()));
            }
        }
    }

    private void lose(PinId pin, long first, long last, Optional<Level> level, long number) {
        var before = lost.get(pin);
        lost.put(pin, new Lost(pin, before == null ? first : before.first(), last, level, number));
    }

    /** Tells the reader of each event that it has selected, until it leaves. */
    void join(Reader reader) {
        readers.add(reader);
    }

    void leave(Reader reader) {
        readers.remove(reader);
    }

    /** Returns the number of the newest event. */
    synchronized long newest() {
        return newest;
    }

    /** Returns what a client can give back to go on after an event. */
    String token(long number) {
        return epoch + "-" + number;
    }

    /** Returns the number in a token; empty unless it is one of this history's. */
    OptionalLong number(String token) {
        if (!token.matches("[0-9a-f]{1,16}-[0-9]{1,18}") || !token.startsWith(epoch + "-")) {
            return OptionalLong.empty();
        }
        var number = Long.parseLong(token.substring(epoch.length() + 1));
        return number <= newest() ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /**
     * Returns for each selected pin the sequence that whoever has read up to an event knows; empty if
     * something that it has not read has fallen out. A pin of which nothing has happened is not there.
     */
    synchronized Optional<Map<PinId, Long>> known(long after, Selection selection) {
        if (page(after, selection, 0).missed()) {
            return Optional.empty();
        }
        var known = new HashMap<PinId, Long>();
        sequences.forEach((pin, sequence) -> {
            if (selection.has(pin)) {
                known.put(pin, sequence);
            }
        });
        for (var number = newest; number > after && number > newest - ring.length; number--) {
            var event = ring[slot(number)];
            if (event instanceof EdgeEvent edge && selection.has(edge.pin())) {
                known.put(edge.pin(), edge.sequence() - 1);
            } else if (event instanceof GapEvent gap && selection.has(gap.pin())) {
                known.put(gap.pin(), gap.first() - 1);
            } else if (removal(event)) {
                // what is known then is of the life before, and not needed: the removal comes first
                known.keySet().removeIf(pin -> pin.board().equals(event.board()));
            }
        }
        return Optional.of(known);
    }

    /** Returns what comes after an event, as far as it is selected, up to a number of events. */
    synchronized Page page(long after, Selection selection, int most) {
        var missedBoards = new ArrayList<BoardChange>();
        var missedEdges = new ArrayList<Lost>();
        var missedChanges = new ArrayList<PinId>();
        var oldest = Math.max(0, newest - ring.length);
        if (after < oldest) {
            boards.forEach((board, account) -> {
                if (selection.hasBoard(board)) {
                    var removal = account.removal();
                    if (removal != null && account.removalNumber() > after) {
                        missedBoards.add(removal);
                    }
                    if (account.number() > Math.max(after, account.removalNumber())) {
                        missedBoards.add(account.last());
                    }
                }
            });
            lost.values().stream()
                    .filter(it -> it.number() > after && selection.has(it.pin()))
                    .forEach(missedEdges::add);
            changed.forEach((pin, number) -> {
                if (number > after && selection.has(pin)) {
                    missedChanges.add(pin);
                }
            });
        }
        var events = new ArrayList<GpioEvent>();
        var number = Math.max(after, oldest);
        while (number < newest && events.size() < most) {
            number++;
            var event = ring[slot(number)];
            if (selection.test(event)) {
                events.add(event);
            }
        }
        return new Page(missedBoards, missedEdges, missedChanges, events, number);
    }
}
