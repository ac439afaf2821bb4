// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Measurement;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All streams of events, and the newest events for clients that come back.
 *
 * <p>Two threads serve all clients: one writes what waits, as far as it can be written at once, and one
 * looks at boards for snapshots, which may take as long as the hardware does. Lock order: this object,
 * then a stream.
 */
final class Streams implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final int BASE = 36;

    private final Supplier<Settings> settings;
    private final Gpio gpio;
    private final Planned planned;
    /** Tells the events of this run of the bundle from those of another. */
    private final String epoch = Long.toString(System.currentTimeMillis(), BASE);

    private final ArrayDeque<Frame> history = new ArrayDeque<>();
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<EventStream> dirty = new LinkedBlockingQueue<>();
    private final AtomicLong missed = new AtomicLong();
    private final ThreadPoolExecutor snapshots;
    private final Thread writer;
    private long newest;
    private volatile boolean closed;

    /** What the configuration says of a pin. */
    interface Planned {

        PinSettings of(PinState state) throws GpioException;
    }

    /** A number of this run, read from an id. */
    private record Id(String epoch, long number) {

        static Id of(String text) throws ProblemException {
            if (!text.matches("[0-9a-z]{1,16}-(0|[1-9][0-9]{0,17})")) {
                throw SettingsChange.invalid(
                        "Last-Event-ID", "not an id of an event", "the id of an event of this stream");
            }
            var dash = text.indexOf('-');
            return new Id(text.substring(0, dash), Long.parseLong(text.substring(dash + 1)));
        }
    }

    Streams(Supplier<Settings> settings, Gpio gpio, Planned planned) {
        this.settings = settings;
        this.gpio = gpio;
        this.planned = planned;
        snapshots = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(Settings.MOST_STREAMS + 1), task -> {
                    var thread = new Thread(task, "rest snapshots");
                    thread.setDaemon(true);
                    return thread;
                });
        writer = new Thread(this::write, "rest streams");
        writer.setDaemon(true);
        writer.start();
    }

    /** Tells all clients of an event. Never blocks. */
    void publish(String type, String board, @Nullable PinId pin, long sequence, boolean resets, JsonNode data) {
        synchronized (this) {
            var number = ++newest;
            var frame = new Frame(
                    number, board, Optional.ofNullable(pin), sequence, resets, Frame.event(id(number), type, data));
            history.add(frame);
            for (var most = settings.get().historyEvents(); history.size() > most; ) {
                history.remove();
            }
            for (var stream : streams) {
                stream.offer(frame);
            }
        }
    }

    private String id(long number) {
        return epoch + "-" + number;
    }

    /**
     * Begins a stream.
     *
     * @param lastEventId the id of the event to go on from; empty to begin with a snapshot
     */
    void open(EventStream stream, Optional<String> lastEventId) throws ProblemException {
        var last = lastEventId.isPresent() ? Id.of(lastEventId.get()) : null;
        synchronized (this) {
            if (closed || streams.size() >= settings.get().maxStreams()) {
                throw new ProblemException(new Problem(
                        Problem.Type.UNAVAILABLE, "there are " + streams.size() + " streams already; try again"));
            }
            if (last == null) {
                stream.begin();
            } else if (!last.epoch().equals(epoch)) {
                stream.beginAfterLoss("restarted", Optional.empty());
            } else if (last.number() > newest || newest - last.number() > history.size()) {
                stream.beginAfterLoss(
                        "forgotten", last.number() > newest ? Optional.empty() : Optional.of(newest - last.number()));
            } else {
                stream.resume(history.stream()
                        .filter(it -> it.number() > last.number())
                        .toList());
            }
            streams.add(stream);
        }
    }

    /** Without the lock of this object: the stream's own is held. */
    void remove(EventStream stream) {
        streams.remove(stream);
    }

    /** Something waits to be written. Never blocks. */
    void wake(EventStream stream) {
        dirty.add(stream);
    }

    /** A client has lost events. */
    void lost(long count) {
        missed.addAndGet(count);
    }

    private void write() {
        var checked = System.nanoTime();
        try {
            while (!closed) {
                var heartbeat = settings.get().heartbeat();
                var pause = Math.max(1, heartbeat.toMillis() / 4);
                var stream = dirty.poll(pause, TimeUnit.MILLISECONDS);
                if (stream != null) {
                    stream.pump();
                }
                if (System.nanoTime() - checked > TimeUnit.MILLISECONDS.toNanos(pause)) {
                    checked = System.nanoTime();
                    all().forEach(it -> it.beat(heartbeat));
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the streams end");
        }
    }

    private List<EventStream> all() {
        return List.copyOf(streams);
    }

    /** Takes a snapshot for a stream, as soon as the one thread that does so comes to it. */
    void snapshot(EventStream stream) {
        try {
            snapshots.execute(() -> {
                try {
                    take(stream);
                } catch (RuntimeException | LinkageError e) {
                    // core goes, and takes this bundle along
                    LOG.debug("no snapshot", e);
                    stream.end();
                }
            });
        } catch (RejectedExecutionException e) {
            stream.end();
        }
    }

    private void take(EventStream stream) {
        long number;
        synchronized (this) {
            number = newest;
        }
        var query = stream.query();
        var snapshot = Json.object().put("time", Instant.now().toString());
        snapshot.set(
                "boards",
                Json.array(
                        gpio.boards().stream()
                                .filter(it -> query.wants(it.name()))
                                .toList(),
                        Json::board));
        var shown = new ArrayList<JsonNode>();
        Map<PinId, Long> sequences = new HashMap<>();
        for (var pin : gpio.pins()) {
            if (query.wants(pin.id())) {
                try {
                    var state = gpio.state(pin.id());
                    shown.add(Json.pin(state, planned.of(state)));
                    sequences.put(pin.id(), state.sequence());
                } catch (GpioException e) {
                    LOG.debug("not in the snapshot", e);
                }
            }
        }
        snapshot.set("pins", Json.array(shown, it -> it));
        stream.snapshot(number, Frame.event(id(number), "snapshot", snapshot), sequences);
    }

    /** Returns how many streams there are. */
    int size() {
        return streams.size();
    }

    List<Measurement> measure() {
        return List.of(
                Measurement.gauge(
                        "edgepin_rest_streams", "Clients that follow the events over REST.", Map.of(), size()),
                Measurement.counter(
                        "edgepin_rest_missed_events",
                        "Events that slow clients over REST have lost.",
                        Map.of(),
                        (double) missed.get()));
    }

    @Override
    public void close() {
        closed = true;
        writer.interrupt();
        snapshots.shutdownNow();
        all().forEach(EventStream::end);
    }
}
