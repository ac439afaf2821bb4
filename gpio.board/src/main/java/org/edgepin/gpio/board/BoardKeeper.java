// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.GpioController;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.endpoint.BackOff;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one configured board: opens it, registers its {@link GpioController} while it is up, takes it
 * down when it fails, tries again with a growing pause, and takes changes of its configuration to
 * the pins that differ. All of that happens on one thread, {@code board main}; only the public
 * methods are for others.
 *
 * @param <S> the provider's own settings
 */
public final class BoardKeeper<S> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BoardKeeper.class);

    private final BoardDriver<S> driver;
    private final EdgeOutlet outlet;
    private final String pid;
    private final String name;
    private final Pace pace;
    private final Logger log;
    private final BoardThread thread;
    private final BoardHealth health;
    private final ControllerService service;
    private volatile boolean closing;

    // what follows belongs to the board's thread

    private final BackOff reopening;
    private final BackOff retrying;
    /** The newest configuration in which nothing was found wrong so far. */
    private @Nullable Map<String, ?> newest;
    /** The one that a board was opened with last. */
    private @Nullable Map<String, ?> proven;

    private @Nullable S settings;
    private @Nullable Wanted wanted;
    private @Nullable BoardController<S> controller;
    private long upSince;

    /**
     * How patient a board is.
     *
     * @param first the pause before the second attempt; each later one is twice as long
     * @param longest the longest pause between two attempts
     * @param farewell how long {@link #close()} waits for hardware that does not answer
     */
    record Pace(Duration first, Duration longest, Duration farewell) {

        static final Pace USUAL = new Pace(Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ofSeconds(10));

        /** Boards are few and wait for different hardware, so their pauses need no chance. */
        BackOff backOff() {
            return new BackOff(first, longest, () -> 0);
        }
    }

    /** What a board that is up says to its keeper. */
    private final class Owner implements BoardController.Owner<S> {

        @Override
        public BoardStatus status() {
            return health.status();
        }

        @Override
        public void failed(BoardController<S> failing, IOException cause) {
            thread.run(() -> {
                if (controller == failing) {
                    away(cause);
                }
            });
        }

        @Override
        public void refusedChanged(BoardController<S> current) {
            thread.run(() -> {
                if (controller == current) {
                    settle(current);
                }
            });
        }
    }

    /**
     * @param properties the configuration; {@code service.pid} gives the board's name
     */
    public BoardKeeper(
            BundleContext bundle,
            BoardDriver<S> driver,
            EdgeOutlet outlet,
            boolean simulated,
            Map<String, ?> properties) {
        this(bundle, driver, outlet, simulated, properties, Pace.USUAL, LOG);
    }

    BoardKeeper(
            BundleContext bundle,
            BoardDriver<S> driver,
            EdgeOutlet outlet,
            boolean simulated,
            Map<String, ?> properties,
            Pace pace,
            Logger log) {
        this.driver = driver;
        this.outlet = outlet;
        this.pid = pid(properties);
        this.name = boardName(properties);
        this.pace = pace;
        this.log = log;
        this.reopening = pace.backOff();
        this.retrying = pace.backOff();
        this.thread = new BoardThread(name, log);
        this.health = new BoardHealth(name, pid, simulated, outlet, log);
        this.service = new ControllerService(bundle, name, simulated, log);
        update(properties);
    }

    /** Returns the name of the board that a configuration is for: what follows the factory PID. */
    public static String boardName(Map<String, ?> properties) {
        var pid = pid(properties);
        var tilde = pid.indexOf('~');
        return pid.substring((tilde < 0 ? pid.lastIndexOf('.') : tilde) + 1);
    }

    private static String pid(Map<String, ?> properties) {
        return String.valueOf(properties.get("service.pid"));
    }

    /** Returns how the board is now. */
    public BoardStatus status() {
        return health.status();
    }

    /** Takes a changed configuration; what is wrong with it is logged and shows in the status. */
    public void update(Map<String, ?> properties) {
        var copy = Map.copyOf(properties);
        thread.run(() -> configure(copy));
    }

    /**
     * Says what is wrong with a configuration, without using it; after all that the board was told
     * before.
     *
     * @throws BoardAwayException if the board must be there to tell and is not, or does not answer
     */
    public List<String> problems(Map<String, ?> properties) throws BoardAwayException {
        var copy = new HashMap<String, Object>(properties);
        copy.put("service.pid", pid);
        try {
            return thread.ask(() -> read(copy).complete().problems())
                    .get(pace.farewell().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            var cause = e.getCause();
            throw new BoardAwayException(name, cause == null ? "" : String.valueOf(cause.getMessage()));
        } catch (TimeoutException e) {
            throw new BoardAwayException(name, "its hardware does not answer");
        } catch (RejectedExecutionException e) {
            throw new BoardAwayException(name, "it is being removed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BoardAwayException(name, "interrupted");
        }
    }

    /**
     * Closes the board and waits for it, but not for ever: hardware that does not answer is closed as
     * soon as it does. In any case the service is gone afterwards and no more events come.
     */
    @Override
    public void close() {
        closing = true;
        // here, as whoever is stopped by that may need what the caller holds
        service.unregister();
        thread.run(this::end);
        if (!thread.end(pace.farewell())) {
            log.warn("board {} is not closed yet: its hardware does not answer", name);
            service.unregister();
            health.removed();
        }
    }

    private void end() {
        thread.dropNext();
        service.unregister();
        var current = controller;
        controller = null;
        if (current != null) {
            current.retire();
        }
        health.removed();
        if (current != null) {
            close(current);
        }
    }

    private void configure(Map<String, ?> changed) {
        if (closing) {
            return;
        }
        Reading<S> reading;
        try {
            reading = read(changed);
        } catch (RuntimeException | LinkageError e) {
            log.error("board {}: defect", name, e);
            refuse("defect: " + e);
            return;
        }
        if (!reading.problems().isEmpty()) {
            refuse(String.join("; ", reading.problems()));
            return;
        }
        newest = changed;
        health.accepted();
        take(reading);
    }

    /** Takes what a changed configuration says to the pins that differ, or opens the board with it. */
    private void take(Reading<S> reading) {
        var current = controller;
        try {
            reading.complete();
            reopening.reset();
            if (current == null) {
                open();
            } else if (isSameBoard(current, reading)) {
                proven = newest;
                settings = reading.settings();
                current.change(reading.plans());
                settle(current);
            } else {
                takeDown("is opened anew with its changed configuration");
                open();
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            away(e);
        }
    }

    private boolean isSameBoard(BoardController<S> current, Reading<S> reading) throws IOException {
        return reading.settings().equals(settings)
                || (reading.pins().equals(current.pinsByNumber()) && current.accept(reading.settings()));
    }

    private Reading<S> read(Map<String, ?> properties) {
        var reading = Reading.of(properties, pid, health.isNamed(), driver, this::pins);
        if (!health.isModelKnown()) {
            health.model(driver.model(reading.settings()));
        }
        return reading;
    }

    private NavigableMap<Integer, Pin> pins(S itsSettings) throws IOException {
        var current = controller;
        return current != null && itsSettings.equals(settings)
                ? current.pinsByNumber()
                : driver.pins(name, itsSettings);
    }

    /** What ran before runs on. */
    private void refuse(String problems) {
        health.refused(problems, newest == null);
    }

    /** Opens the board with the newest configuration. */
    private void open() {
        var properties = newest;
        if (closing || properties == null) {
            return;
        }
        BoardController<S> opened = null;
        try {
            var reading = read(properties);
            if (!reading.problems().isEmpty()) {
                misfit(properties, String.join("; ", reading.problems()));
                return;
            }
            reading.complete();
            proven = properties;
            if (!reading.settings().equals(settings)) {
                settings = reading.settings();
                health.model(driver.model(reading.settings()));
            }
            var fitting = planned(reading.plans()).fitting(reading.pins());
            wanted = fitting;
            opened = new BoardController<>(name, reading.pins(), fitting, outlet, new Owner());
            var hardware = driver.open(name, reading.settings(), opened);
            if (closing) {
                hardware.close();
                return;
            }
            opened.start(hardware);
            up(opened, hardware);
        } catch (IOException | RuntimeException | LinkageError e) {
            if (opened != null) {
                close(opened);
            }
            away(e);
        }
    }

    /** Now that the board is there, the configuration turns out to be for another one. */
    private void misfit(Map<String, ?> properties, String problems) {
        if (proven == null || proven.equals(properties)) {
            away(new IOException("configuration does not fit: " + problems));
        } else {
            newest = proven;
            refuse(problems);
            open();
        }
    }

    private Wanted planned(NavigableMap<Integer, PinPlan> plans) {
        if (wanted != null) {
            return wanted.planned(plans);
        }
        var pending = new TreeMap<>(Wanted.NOTHING.planned(plans).settings());
        pending.replaceAll((pin, planned) -> StartLevels.pending(pid, pin, planned));
        return new Wanted(plans, pending);
    }

    private void up(BoardController<S> opened, Hardware<S> hardware) {
        controller = opened;
        upSince = System.nanoTime();
        health.up(hardware.model(), hardware.location());
        service.register(opened, hardware.model());
        health.logUp();
        settle(opened);
    }

    /** Accounts for what has been done to the pins, and tries those again that could not have their settings. */
    private void settle(BoardController<S> current) {
        var used = current.used();
        StartLevels.done(pid, used);
        var refused = current.refused();
        health.pins(refused, used);
        if (refused.isEmpty()) {
            thread.dropNext();
            retrying.reset();
        } else {
            later(retrying, () -> retryRefused(current));
        }
    }

    private void retryRefused(BoardController<S> current) {
        if (controller != current) {
            return;
        }
        try {
            current.retryRefused();
            settle(current);
        } catch (IOException | RuntimeException | LinkageError e) {
            away(e);
        }
    }

    private void away(Throwable cause) {
        var defect = !(cause instanceof IOException);
        var message = cause.getMessage();
        var problem = defect ? "defect: " + cause : message == null ? cause.toString() : message;
        health.logAway(problem, defect ? cause : null);
        if (controller != null && System.nanoTime() - upSince > pace.longest().toNanos()) {
            reopening.reset();
        }
        takeDown(problem);
        later(reopening, this::open);
    }

    /** Takes the board down; its pins stay as they are, as far as the hardware lets them. */
    private void takeDown(String why) {
        service.unregister();
        var current = controller;
        controller = null;
        if (current != null) {
            current.retire();
        }
        health.away(why);
        if (current != null) {
            close(current);
            wanted = current.wanted();
        }
    }

    private void close(BoardController<S> closed) {
        try {
            closed.close();
        } catch (RuntimeException e) {
            log.error("board {}: defect", name, e);
        }
    }

    /** Plans the one next attempt. */
    private void later(BackOff pauses, Runnable attempt) {
        if (closing) {
            thread.dropNext();
        } else {
            thread.later(pauses.pause(), attempt);
        }
    }
}
