// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.Measurement;
import org.edgepin.gpio.Meter;
import org.edgepin.gpio.PinChange;
import org.jspecify.annotations.Nullable;

/**
 * A board on a broker, for as long as a configuration holds. As a listener it only queues, on the
 * thread that the core has for it.
 */
final class Session implements EdgeListener, Meter, AutoCloseable {

    /** How long a broker that is started together with the gateway may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Settings settings;
    private final Memory memory;
    private final Outbox outbox;
    private final PinAccess pins;
    private final Link link;
    private volatile Set<Integer> shown;

    Session(Settings settings, Gpio gpio, @Nullable File file) {
        this(settings, gpio, file, PATIENCE);
    }

    /** @param patience how long the broker may be late at the start before the log says so */
    Session(Settings settings, Gpio gpio, @Nullable File file, Duration patience) {
        this.settings = settings;
        this.memory = new Memory(settings, file);
        this.shown = memory.shown();
        var messages = new Messages(settings);
        this.outbox = new Outbox(settings, messages, new Series(memory.next()), settings.queueSize());
        var refusals = new Refusals(settings, messages, outbox);
        this.pins = new PinAccess(settings, gpio, messages, outbox, refusals, memory.shown(), this::remember);
        var inbox = new Inbox(settings, pins::submit, refusals);
        this.link = new Link(settings, messages, outbox, pins, inbox::arrived, patience);
    }

    /** To be called when the listener is registered, so that no edge falls between it and the first look. */
    void start() {
        pins.start();
        link.start();
    }

    /** To be called when the listener is no longer registered; takes a few seconds at most. */
    @Override
    public void close() {
        pins.close();
        link.close();
        memory.close(retained(), outbox.untold());
    }

    private void remember(Set<Integer> changed) {
        shown = changed;
        memory.shown(retained());
    }

    /** A state counts as retained until the broker has taken that it is not to be. */
    private Set<Integer> retained() {
        var retained = new TreeSet<>(shown);
        retained.addAll(outbox.forgetting());
        return retained;
    }

    @Override
    public void edge(EdgeEvent event) {
        outbox.offer(event);
    }

    @Override
    public void gap(GapEvent event) {
        outbox.offer(event);
    }

    @Override
    public void pinChanged(PinChange change) {
        pins.look(change.pin(), Duration.ZERO);
    }

    @Override
    public void boardChanged(BoardChange change) {
        outbox.offer(change);
        if (change.status().state() == BoardStatus.State.UP) {
            pins.lookAtAll();
        }
    }

    @Override
    public List<Measurement> measure() {
        var labels = Map.of("connection", settings.name());
        return List.of(
                Measurement.gauge(
                        "edgepin_mqtt_connected",
                        "Whether a connection to an MQTT broker stands.",
                        labels,
                        link.isConnected() ? 1 : 0),
                Measurement.gauge(
                        "edgepin_mqtt_queue_messages",
                        "Messages and events that wait for an MQTT broker.",
                        labels,
                        outbox.waiting()));
    }

    /** Returns {@code mqtt main}, for the core's log. */
    @Override
    public String toString() {
        return settings.toString();
    }
}
