// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.GpioException.Kind;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that asks and drives the board: it carries out commands, one after another, and
 * looks at pins whose state is to be published. A board that hangs delays only that.
 *
 * <p>What is to be done is guarded by the lock of this object, which is not held while the board is
 * called, and never together with that of the outbox; {@code stragglers} and {@code shown} belong to
 * the thread alone. The thread is never interrupted: that would close a file in which a board's
 * driver happens to read.
 */
final class PinAccess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PinAccess.class);

    /** A second's work for a slow board; a client that is faster than the board is told so. */
    static final int COMMANDS = 1_000;

    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final String STOPPING = "The gateway is stopping.";

    private final Settings settings;
    private final Gpio gpio;
    private final Messages messages;
    private final Outbox outbox;
    private final Refusals refusals;
    private final Consumer<Set<Integer>> remember;
    private final Thread thread;

    private final Queue<Command> commands = new ArrayDeque<>();
    private final Map<PinId, Long> looks = new HashMap<>();
    private boolean tellBoard;
    private boolean tellStates;
    private boolean surveyDue = true;
    private volatile boolean closed;

    private final Stragglers stragglers = new Stragglers();
    private Set<Integer> shown;

    /**
     * @param shown the pins whose states may be retained at the broker
     * @param remember is given these pins when they have changed
     */
    PinAccess(
            Settings settings,
            Gpio gpio,
            Messages messages,
            Outbox outbox,
            Refusals refusals,
            Set<Integer> shown,
            Consumer<Set<Integer>> remember) {
        this.settings = settings;
        this.gpio = gpio;
        this.messages = messages;
        this.outbox = outbox;
        this.refusals = refusals;
        this.shown = shown;
        this.remember = remember;
        this.thread = new Thread(this::run, settings + " pins");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Queues a command, or refuses it. Never blocks. */
    void submit(Command command) {
        String obstacle;
        synchronized (this) {
            if (!closed && commands.size() < COMMANDS) {
                commands.add(command);
                notifyAll();
                return;
            }
            obstacle = closed ? STOPPING : COMMANDS + " commands are waiting already.";
        }
        refusals.refuse(ErrorMessage.dropped(command.topic(), obstacle));
    }

    /** Publishes the state of a pin, after a pause in which it may be asked for again. */
    synchronized void look(PinId pin, Duration pause) {
        if (pin.board().equals(settings.board())) {
            looks.putIfAbsent(pin, System.nanoTime() + pause.toNanos());
            notifyAll();
        }
    }

    /** Publishes the states of all pins. */
    synchronized void lookAtAll() {
        surveyDue = true;
        tellStates = true;
        notifyAll();
    }

    /** Publishes what a client that is new on the broker should know. */
    synchronized void connected() {
        surveyDue = true;
        tellStates |= settings.stateOnConnect();
        tellBoard |= settings.eventTopics();
        notifyAll();
    }

    /** Takes no more commands and waits a little for the one that is being carried out. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        outbox.wake();
        try {
            thread.join(FAREWELL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("{}: board {} does not return from a call", settings, settings.board());
        }
        for (var command = poll(); command != null; command = poll()) {
            refusals.refuse(ErrorMessage.dropped(command.topic(), STOPPING));
        }
    }

    private void run() {
        try {
            forgetUnlessRetained();
            for (var job = next(); job != null; job = next()) {
                outbox.awaitRoom(() -> closed);
                perform(job);
            }
        } catch (InterruptedException e) {
            LOG.debug("{}: interrupted", settings);
        }
    }

    private synchronized @Nullable Command poll() {
        return commands.poll();
    }

    /** A defect of a board must not end the thread. */
    private void perform(Runnable job) {
        try {
            job.run();
        } catch (RuntimeException e) {
            LOG.error("{}: cannot look at board {}", settings, settings.board(), e);
        }
    }

    private @Nullable Runnable next() throws InterruptedException {
        while (true) {
            stragglers.settle(outbox::next, outbox::giveUp);
            synchronized (this) {
                if (closed) {
                    return null;
                }
                if (surveyDue) {
                    return survey();
                }
                var pin = dueLook();
                if (pin != null) {
                    looks.remove(pin);
                    return () -> look(pin, true);
                }
                var command = commands.poll();
                if (command != null) {
                    return () -> execute(command);
                }
                var pause = Math.min(stragglers.pause(), pauseUntilLook());
                if (pause == Long.MAX_VALUE) {
                    wait();
                } else {
                    TimeUnit.NANOSECONDS.timedWait(this, Math.max(pause, 1_000_000));
                }
            }
        }
    }

    /** Under the lock. */
    private Runnable survey() {
        var withBoard = tellBoard;
        var withStates = tellStates;
        surveyDue = false;
        tellBoard = false;
        tellStates = false;
        return () -> survey(withBoard, withStates);
    }

    private @Nullable PinId dueLook() {
        var now = System.nanoTime();
        for (var look : looks.entrySet()) {
            if (look.getValue() - now <= 0) {
                return look.getKey();
            }
        }
        return null;
    }

    private long pauseUntilLook() {
        var now = System.nanoTime();
        return looks.values().stream()
                .mapToLong(it -> Math.max(it - now, 0))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private void execute(Command command) {
        try {
            var next = outbox.next(command.pin());
            if (command.level().isPresent()) {
                gpio.write(command.pin(), command.level().get());
            }
            answer(command.pin(), next, gpio.state(command.pin()));
        } catch (GpioException e) {
            refusals.refuse(
                    e.kind() == Kind.NOT_CAPABLE && isInput(command.pin())
                            ? ErrorMessage.input(command)
                            : ErrorMessage.of(command, e));
        } catch (RuntimeException e) {
            refusals.defect(command, e);
        }
    }

    private boolean isInput(PinId pin) {
        try {
            return gpio.state(pin).settings() instanceof PinSettings.Input;
        } catch (GpioException e) {
            LOG.debug("{}: cannot look at a pin", settings, e);
            return false;
        }
    }

    private void survey(boolean withBoard, boolean withStates) {
        var status = gpio.boards().stream()
                .filter(it -> it.name().equals(settings.board()))
                .findFirst();
        if (withBoard) {
            outbox.answer(status.map(messages::board).orElseGet(() -> messages.boardMissing(Instant.now())));
        }
        if (status.filter(it -> it.state() == BoardStatus.State.UP).isEmpty()) {
            return;
        }
        var used = new TreeSet<Integer>();
        for (var pin : pins()) {
            if (look(pin, withStates)) {
                used.add(pin.number());
            }
        }
        shown.stream().filter(it -> !used.contains(it)).forEach(it -> outbox.forget(new PinId(settings.board(), it)));
        show(used);
    }

    private Iterable<PinId> pins() {
        return gpio.pins().stream()
                .map(Pin::id)
                .filter(it -> it.board().equals(settings.board()))
                .toList();
    }

    /** Returns whether the pin is used. */
    private boolean look(PinId pin, boolean tell) {
        try {
            var next = outbox.next(pin);
            var state = gpio.state(pin);
            var used = !state.settings().equals(PinSettings.UNUSED);
            if (used && tell) {
                answer(pin, next, state);
            } else {
                arrive(pin, next, state);
            }
            if (tell) {
                show(pin, used);
            }
            return used;
        } catch (GpioException e) {
            LOG.debug("{}: cannot look at a pin", settings, e);
            return shown.contains(pin.number());
        }
    }

    private void answer(PinId pin, long next, PinState state) throws GpioException {
        arrive(pin, next, state);
        var known = state.settings().equals(PinSettings.UNUSED)
                ? null
                : state.level().orElse(null);
        // a read of a pin that has no level says why
        outbox.answer(pin, known == null ? gpio.read(pin) : known, state.sequence(), next);
    }

    private void arrive(PinId pin, long next, PinState state) {
        if (outbox.behind(pin, state.sequence(), next)) {
            stragglers.expect(pin, state.sequence(), outbox.next(pin));
        }
    }

    private void show(PinId pin, boolean used) {
        var changed = new TreeSet<>(shown);
        if (used) {
            changed.add(pin.number());
        } else if (changed.remove(pin.number())) {
            outbox.forget(pin);
        }
        show(changed);
    }

    private void show(Set<Integer> changed) {
        var retained = settings.retain() ? changed : Set.<Integer>of();
        if (!retained.equals(shown)) {
            shown = retained;
            remember.accept(retained);
        }
    }

    /** An earlier configuration may have had the broker retain states, which would never change again. */
    private void forgetUnlessRetained() {
        if (!settings.retain()) {
            shown.forEach(it -> outbox.forget(new PinId(settings.board(), it)));
            show(Set.of());
        }
    }
}
