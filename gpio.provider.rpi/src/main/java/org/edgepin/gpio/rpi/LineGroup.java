// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.board.HardwareEvents;
import org.edgepin.linux.EdgeBuffer;
import org.edgepin.linux.GpioChip;
import org.edgepin.linux.LineEvent;
import org.edgepin.linux.LineRequest;
import org.edgepin.linux.LineSettings;
import org.edgepin.linux.LinuxException;

/**
 * Lines that were requested together, and the thread that reads their edges.
 *
 * <p>The kernel may miss an edge of a line while its filter is changed. So that the last edge always
 * ends at the true level, the reader looks at such a line once it has read what is in the buffer, and
 * makes up for an edge that is missing.
 *
 * <p>Guarded by its own lock: what is known of the lines. It is held while edges are reported, and
 * while the lines are reconfigured, but never while the reader waits.
 */
final class LineGroup implements AutoCloseable {

    /** How many edges the kernel keeps: as many as it can. */
    private static final int EVENTS = 1024;

    private static final int READ_AT_ONCE = 256;

    private final HardwareEvents events;
    private final LineRequest request;
    private final Map<Integer, Line> lines = new TreeMap<>();
    private final EdgeBuffer edges = new EdgeBuffer(READ_AT_ONCE);
    private final Thread reader;
    /** The lines to look at, as a mask. */
    private long doubtful;

    /** What is known of a line. */
    private static final class Line {
        final int pin;
        /** The number of its newest edge. */
        long sequence;
        /** The level that was reported last, if both edges are. */
        boolean high;
        /** Whether that was found out by a look: then the edge itself may still come. */
        boolean looked;
        /** When the newest edge was, and since when it has been an input; on the clock of the kernel. */
        long edgeAt;

        long since;

        Line(int pin) {
            this.pin = pin;
        }
    }

    private LineGroup(String board, LineRequest request, HardwareEvents events) throws LinuxException {
        this.events = events;
        this.request = request;
        var values = request.values(request.mask());
        for (var pin : request.offsets()) {
            var line = new Line(pin);
            line.high = (values & request.mask(pin)) != 0;
            lines.put(pin, line);
        }
        this.reader = Threads.start("lines " + board, this::read);
    }

    /** Takes lines, all or none. An output without an initial level keeps the level that it has. */
    static LineGroup request(String board, GpioChip chip, SortedMap<Integer, PinSettings> pins, HardwareEvents events)
            throws LinuxException {
        var settings = new TreeMap<Integer, LineSettings>();
        var adopted = new TreeMap<Integer, PinSettings.Output>();
        pins.forEach((pin, wanted) -> {
            if (wanted instanceof PinSettings.Input input) {
                settings.put(pin, Lines.input(input));
            } else if (wanted instanceof PinSettings.Output output) {
                if (output.initial().isEmpty()) {
                    adopted.put(pin, output);
                }
                settings.put(
                        pin,
                        output.initial()
                                .map(level -> Lines.output(output, level))
                                .orElseGet(LineSettings::asIs));
            }
        });
        var request = chip.request(PinState.CONSUMER, settings, EVENTS);
        try {
            var outputs = new TreeMap<Integer, LineSettings>();
            for (var output : adopted.entrySet()) {
                var level = Lines.level(request.value(output.getKey()));
                outputs.put(output.getKey(), Lines.output(output.getValue(), level));
            }
            request.reconfigure(outputs);
            return new LineGroup(board, request, events);
        } catch (LinuxException | RuntimeException e) {
            request.close();
            throw e;
        }
    }

    /** Returns the pins whose lines these are. */
    List<Integer> pins() {
        return request.offsets();
    }

    /**
     * Gives lines new settings; all others keep theirs. One that is to be unused is parked.
     *
     * @throws LinuxException if the kernel refuses; nothing has changed then
     * @throws IllegalArgumentException if the lines would differ too much for one request; as well
     */
    synchronized void configure(Map<Integer, PinSettings> pins) throws LinuxException {
        var wanted = new TreeMap<Integer, LineSettings>();
        for (var pin : pins.entrySet()) {
            var settings = settings(pin.getKey(), pin.getValue());
            if (!settings.equals(request.settings(pin.getKey()))) {
                wanted.put(pin.getKey(), settings);
            }
        }
        var before = new TreeMap<Integer, LineSettings>();
        wanted.keySet().forEach(pin -> before.put(pin, request.settings(pin)));
        var now = System.nanoTime();
        request.reconfigure(wanted);
        for (var line : before.entrySet()) {
            settle(line.getKey(), line.getValue(), request.settings(line.getKey()), now);
        }
        if (doubtful != 0) {
            request.wake();
        }
    }

    private LineSettings settings(int pin, PinSettings wanted) throws LinuxException {
        if (wanted instanceof PinSettings.Input input) {
            return Lines.input(input);
        }
        if (wanted instanceof PinSettings.Output output) {
            var level = output.initial().or(() -> driven(pin));
            return Lines.output(output, level.isPresent() ? level.get() : Lines.level(request.value(pin)));
        }
        return Lines.PARKED;
    }

    private void settle(int pin, LineSettings before, LineSettings now, long nanoTime) throws LinuxException {
        var line = line(pin);
        if (!(now instanceof LineSettings.Input)) {
            return;
        }
        if (!(before instanceof LineSettings.Input) || before.equals(Lines.PARKED)) {
            line.since = nanoTime;
        }
        if (Lines.reportsBothEdges(before) && Lines.reportsBothEdges(now)) {
            doubtful |= request.mask(pin);
        } else if (Lines.reportsBothEdges(now)) {
            line.high = request.value(pin);
            line.looked = false;
        }
    }

    private Line line(int pin) {
        var line = lines.get(pin);
        if (line == null) {
            throw new IllegalArgumentException("not in this group: " + pin);
        }
        return line;
    }

    /** Returns the level that a line is driven to; empty if it is not an output. */
    Optional<Level> driven(int pin) {
        var bit = request.mask(pin);
        return (request.outputs() & bit) != 0
                ? Optional.of(Lines.level((request.driven() & bit) != 0))
                : Optional.empty();
    }

    /** Reads some of its lines at one instant. */
    void read(Collection<Integer> pins, Map<Integer, Level> levels) throws LinuxException {
        var values = request.values(mask(pins));
        pins.forEach(pin -> levels.put(pin, Lines.level((values & request.mask(pin)) != 0)));
    }

    /** Drives some of its outputs in one call. */
    void write(Map<Integer, Level> levels) throws LinuxException {
        var bits = 0L;
        for (var pin : levels.entrySet()) {
            if (pin.getValue() == Level.HIGH) {
                bits |= request.mask(pin.getKey());
            }
        }
        request.setValues(mask(levels.keySet()), bits);
    }

    private long mask(Collection<Integer> pins) {
        var mask = 0L;
        for (var pin : pins) {
            mask |= request.mask(pin);
        }
        return mask;
    }

    private void read() {
        try {
            while (request.read(edges) >= 0) {
                report();
                look();
            }
        } catch (LinuxException e) {
            events.failed(e);
        } catch (RuntimeException e) {
            events.failed(new IOException("defect: " + e, e));
        }
    }

    private synchronized void report() {
        var nanoTime = System.nanoTime();
        var time = Instant.now();
        for (var i = 0; i < edges.size(); i++) {
            report(line(edges.line(i)), edges.rising(i), edges.nanos(i), edges.lineSequence(i), time, nanoTime);
        }
    }

    /** {@code time} and {@code now} are the same instant on two clocks. */
    private void report(Line line, boolean rising, long nanos, long sequence, Instant time, long now) {
        var lost = LineEvent.lost(line.sequence, sequence);
        line.sequence = sequence;
        if (nanos - line.since < 0) {
            return;
        }
        if (lost > 0) {
            events.lost(line.pin, lost);
        }
        var late = line.looked && line.high == rising;
        line.high = rising;
        line.looked = false;
        line.edgeAt = nanos;
        if (!late) {
            events.edge(line.pin, rising ? Edge.RISING : Edge.FALLING, time.minusNanos(now - nanos), nanos);
        }
    }

    /** Looks at the lines that may have missed an edge. */
    private void look() throws LinuxException {
        long mask;
        synchronized (this) {
            mask = doubtful;
            doubtful = 0;
        }
        if (mask == 0) {
            return;
        }
        var nanoTime = System.nanoTime();
        var time = Instant.now();
        var values = request.values(mask);
        // what happened before the look is in the buffer, or it is lost
        do {
            if (request.read(edges, Duration.ZERO) <= 0) {
                break;
            }
            report();
        } while (edges.nanos(edges.size() - 1) - nanoTime < 0);
        synchronized (this) {
            for (var line : lines.values()) {
                var high = (values & request.mask(line.pin)) != 0;
                if ((mask & request.mask(line.pin)) != 0
                        && high != line.high
                        && line.edgeAt - nanoTime < 0
                        && Lines.reportsBothEdges(request.settings(line.pin))) {
                    line.high = high;
                    line.looked = true;
                    line.edgeAt = nanoTime;
                    events.edge(line.pin, high ? Edge.RISING : Edge.FALLING, time, nanoTime);
                }
            }
        }
    }

    /** Gives the lines back; afterwards no edge comes. */
    @Override
    public void close() {
        request.close();
        Threads.end(reader);
    }
}
