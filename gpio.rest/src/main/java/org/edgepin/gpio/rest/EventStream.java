// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edgepin.gpio.PinId;
import org.jspecify.annotations.Nullable;

/**
 * What one client follows. It is written to as fast as the client reads and never waits for it; what a
 * client is too slow for is thrown away, told as {@code missed}, and made good by a new snapshot.
 *
 * <p>Guarded by its own lock, which is not held while hardware is looked at.
 */
final class EventStream {

    /** What is written at once, so that a burst costs few system calls. */
    private static final int CHUNK_BYTES = 16_384;

    private static final byte[] ALIVE = ": alive\n\n".getBytes(UTF_8);

    private final Query query;
    private final int capacity;
    private final Streams streams;
    private final Line line;
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>();
    private final Map<PinId, Long> known = new HashMap<>();
    private @Nullable String missedReason;
    private Optional<Long> missedCount = Optional.of(0L);
    private boolean wantsSnapshot;
    private boolean askedForSnapshot;
    private byte @Nullable [] next;
    private boolean ended;
    private boolean queued;
    private long lastWritten = System.nanoTime();

    /** The connection to the client. Never blocks. */
    interface Line {

        /** Whether something can be written now; if not, {@link EventStream#pump()} is called when it can. */
        boolean isReady();

        void write(byte[] bytes) throws IOException;

        void flush() throws IOException;

        void close();
    }

    EventStream(Query query, int capacity, Streams streams, Line line) {
        this.query = query;
        this.capacity = capacity;
        this.streams = streams;
        this.line = line;
    }

    Query query() {
        return query;
    }

    /** Begins with a snapshot. */
    synchronized void begin() {
        wantsSnapshot = true;
    }

    /** Begins with the news that events were lost, and a snapshot. */
    synchronized void beginAfterLoss(String reason, Optional<Long> count) {
        missedReason = reason;
        missedCount = count;
        wantsSnapshot = true;
    }

    /** Goes on with events that are remembered. */
    synchronized void resume(List<Frame> frames) {
        frames.stream().filter(it -> it.wantedBy(query)).forEach(waiting::add);
    }

    /** Takes an event if the client wants it. Never blocks. */
    synchronized void offer(Frame frame) {
        if (ended || !frame.wantedBy(query)) {
            return;
        }
        if (waiting.size() >= capacity) {
            var lost = waiting.size() + 1L;
            waiting.clear();
            streams.lost(lost);
            if (missedReason == null) {
                missedReason = "slow";
                missedCount = Optional.of(0L);
            }
            missedCount = missedCount.map(it -> it + lost);
            wantsSnapshot = true;
        } else {
            waiting.add(frame);
        }
        wake();
    }

    private void wake() {
        if (!queued) {
            queued = true;
            streams.wake(this);
        }
    }

    /** What was known when the snapshot was taken needs not be told again. */
    synchronized void snapshot(long number, byte[] event, Map<PinId, Long> sequences) {
        askedForSnapshot = false;
        waiting.removeIf(it -> it.number() <= number);
        known.clear();
        known.putAll(sequences);
        next = event;
        wake();
    }

    /** Says that the stream is alive if nothing has been written for a while. */
    synchronized void beat(Duration after) {
        if (!ended && System.nanoTime() - lastWritten > after.toNanos() && waiting.isEmpty() && next == null) {
            next = ALIVE;
            wake();
        }
    }

    /** Writes what waits, as far as it can be written at once. */
    synchronized void pump() {
        queued = false;
        try {
            var written = false;
            while (!ended && line.isReady()) {
                var chunk = chunk();
                if (chunk.length > 0) {
                    line.write(chunk);
                    lastWritten = System.nanoTime();
                    written = true;
                } else if (written) {
                    line.flush();
                    written = false;
                } else {
                    return;
                }
            }
        } catch (IOException | IllegalStateException e) {
            // the client has gone, or its connection is just being closed
            end();
        }
    }

    private byte[] chunk() {
        var chunk = new ByteArrayOutputStream();
        if (next != null) {
            chunk.writeBytes(next);
            next = null;
        } else if (wantsSnapshot) {
            // only now that the client reads: for one that does not, nobody looks at boards
            wantsSnapshot = false;
            askedForSnapshot = true;
            streams.snapshot(this);
            if (missedReason != null) {
                var missed = Json.object().put("reason", missedReason).put("count", missedCount.orElse(null));
                missedReason = null;
                chunk.writeBytes(("event: missed\ndata: " + missed + "\n\n").getBytes(UTF_8));
            }
        }
        while (!askedForSnapshot && !wantsSnapshot && chunk.size() < CHUNK_BYTES && !waiting.isEmpty()) {
            var frame = waiting.remove();
            if (!isKnown(frame)) {
                chunk.writeBytes(frame.bytes());
            }
        }
        return chunk.toByteArray();
    }

    private boolean isKnown(Frame frame) {
        if (frame.resets()) {
            known.keySet().removeIf(it -> it.board().equals(frame.board()));
        }
        return frame.sequence() > 0
                && frame.sequence() <= frame.pin().map(known::get).orElse(0L);
    }

    /** Ends the stream; the client may come back. */
    void end() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            waiting.clear();
            next = null;
        }
        streams.remove(this);
        line.close();
    }
}
