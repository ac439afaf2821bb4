// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.BoardStatus.State;
import org.edgepin.gpio.GpioController;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinId;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
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

    private final BundleContext bundle;
    private final BoardDriver<S> driver;
    private final EdgeOutlet outlet;
    private final boolean simulated;
    private final String pid;
    private final String name;
    private final Pace pace;
    private final Logger log;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicReference<@Nullable ServiceRegistration<GpioController>> registration = new AtomicReference<>();
    private volatile boolean closing;
    private volatile BoardStatus status;

    // what follows belongs to the board's thread

    private final BackOff reopening;
    private final BackOff retrying;
    private @Nullable Future<?> next;
    /** The newest configuration in which nothing was found wrong so far. */
    private @Nullable Map<String, ?> newest;
    /** The one that a board was opened with last. */
    private @Nullable Map<String, ?> proven;

    private @Nullable S settings;
    private @Nullable Wanted wanted;
    private @Nullable BoardController<S> controller;
    private long upSince;
    private String model = "";
    private String location = "";
    /** Why the board is away. */
    private Optional<String> fault = Optional.of("starting");
    /** What is wrong with a configuration that is not used therefore. */
    private Optional<String> refusal = Optional.empty();
    /** What is wrong with pins that cannot have their settings. */
    private final NavigableMap<Integer, String> unusable = new TreeMap<>();

    private boolean outage;
    private @Nullable BoardStatus told;

    /**
     * How patient a board is.
     *
     * @param first the pause before the second attempt; each later one is twice as long
     * @param longest the longest pause between two attempts
     * @param farewell how long {@link #close()} waits for hardware that does not answer
     */
    record Pace(Duration first, Duration longest, Duration farewell) {

        static final Pace USUAL = new Pace(Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    /** The pauses between attempts. */
    private static final class BackOff {

        private final Pace pace;
        private Duration pause;

        BackOff(Pace pace) {
            this.pace = pace;
            this.pause = pace.first();
        }

        Duration next() {
            var now = pause;
            var twice = now.multipliedBy(2);
            pause = twice.compareTo(pace.longest()) > 0 ? pace.longest() : twice;
            return now;
        }

        void reset() {
            pause = pace.first();
        }
    }

    /** What a configuration comes to. */
    private record Reading<S>(
            S settings, NavigableMap<Integer, Pin> pins, NavigableMap<Integer, PinPlan> plans, List<String> problems) {}

    /** What a board that is up says to its keeper. */
    private final class Owner implements BoardController.Owner<S> {

        @Override
        public BoardStatus status() {
            return status;
        }

        @Override
        public void failed(BoardController<S> failing, IOException cause) {
            run(() -> {
                if (controller == failing) {
                    away(cause);
                }
            });
        }

        @Override
        public void refusedChanged(BoardController<S> current) {
            run(() -> {
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
        this.bundle = bundle;
        this.driver = driver;
        this.outlet = outlet;
        this.simulated = simulated;
        this.pid = pid(properties);
        this.name = boardName(properties);
        this.pace = pace;
        this.log = log;
        this.reopening = new BackOff(pace);
        this.retrying = new BackOff(pace);
        this.status = new BoardStatus(name, model, simulated, State.AWAY, Instant.now(), location, pid, fault);
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            var it = new Thread(task, "board " + name);
            it.setDaemon(true);
            return it;
        });
        thread.setRemoveOnCancelPolicy(true);
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
        return status;
    }

    /** Takes a changed configuration; what is wrong with it is logged and shows in the status. */
    public void update(Map<String, ?> properties) {
        var copy = Map.copyOf(properties);
        run(() -> configure(copy));
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
            return thread.submit(() -> read(copy).problems())
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
        unregister();
        run(this::end);
        thread.shutdown();
        var ended = false;
        try {
            ended = thread.awaitTermination(pace.farewell().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            log.warn("board {} is not closed yet: its hardware does not answer", name);
            unregister();
            remove();
        }
    }

    private void end() {
        cancelNext();
        unregister();
        var current = controller;
        controller = null;
        if (current != null) {
            current.retire();
        }
        remove();
        if (current != null) {
            close(current);
        }
    }

    private void remove() {
        var before = status;
        status = new BoardStatus(
                name, before.model(), simulated, State.REMOVED, Instant.now(), "", pid, Optional.empty());
        publish(status);
    }

    private void configure(Map<String, ?> changed) {
        if (closing) {
            return;
        }
        Reading<S> reading;
        try {
            reading = read(changed);
        } catch (IOException e) {
            newest = changed;
            refusal = Optional.empty();
            away(e);
            return;
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
        refusal = Optional.empty();
        reopening.reset();
        take(reading);
    }

    /** Takes what a changed configuration says to the pins that differ, or opens the board with it. */
    private void take(Reading<S> reading) {
        var current = controller;
        try {
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

    /**
     * Reads a configuration.
     *
     * @throws IOException if the board must be there to tell whether it is right, and is not
     */
    private Reading<S> read(Map<String, ?> properties) throws IOException {
        var configuration = new BoardConfiguration(properties, driver.keys(), driver.pinKeys());
        if (!isNamed()) {
            configuration.problem(
                    "service.pid",
                    pid,
                    "the board's name must be 1 to 64 letters, digits, dots, dashes and underscores,"
                            + " the first a letter or a digit");
        }
        var others = configuration.problems().size();
        var itsSettings = driver.settings(configuration);
        if (model.isEmpty()) {
            model = driver.model(itsSettings);
        }
        NavigableMap<Integer, PinPlan> plans = new TreeMap<>();
        NavigableMap<Integer, Pin> pins = new TreeMap<>();
        if (!isNamed() || configuration.problems().size() > others) {
            // which pins there are depends on what is wrong
            configuration.check();
        } else {
            try {
                pins = pins(itsSettings);
                plans = configuration.plans(pins);
            } catch (IOException e) {
                configuration.check();
                if (configuration.problems().isEmpty()) {
                    throw e;
                }
            }
        }
        return new Reading<>(itsSettings, pins, plans, configuration.problems());
    }

    private boolean isNamed() {
        return PinId.parse(name + "/0").isPresent();
    }

    private NavigableMap<Integer, Pin> pins(S itsSettings) throws IOException {
        var current = controller;
        return current != null && itsSettings.equals(settings)
                ? current.pinsByNumber()
                : driver.pins(name, itsSettings);
    }

    /** What ran before runs on. */
    private void refuse(String problems) {
        log.warn(
                "board {}: configuration refused, {}: {}",
                name,
                newest == null ? "the board waits for a right one" : "the one before runs on",
                problems);
        refusal = Optional.of("configuration refused: " + problems);
        if (newest == null) {
            fault = Optional.empty();
        }
        show();
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
            proven = properties;
            if (!reading.settings().equals(settings)) {
                settings = reading.settings();
                model = driver.model(reading.settings());
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
        fault = Optional.empty();
        model = hardware.model();
        location = hardware.location();
        status = current();
        registration.set(bundle.registerService(
                GpioController.class,
                opened,
                FrameworkUtil.asDictionary(Map.<String, Object>of(
                        GpioController.BOARD, name,
                        GpioController.MODEL, model,
                        GpioController.SIMULATED, simulated))));
        log.info("board {} is {}: {}, {}", name, outage ? "back" : "up", model, location);
        outage = false;
        settle(opened);
    }

    /** Accounts for what has been done to the pins, and tries those again that could not have their settings. */
    private void settle(BoardController<S> current) {
        var used = current.used();
        StartLevels.done(pid, used);
        var refused = current.refused();
        refused.forEach((pin, problem) -> {
            if (!problem.equals(unusable.put(pin, problem))) {
                log.warn("pin unusable, still trying: {}", problem);
            }
        });
        unusable.keySet().removeIf(pin -> {
            if (!refused.containsKey(pin) && used.containsKey(pin)) {
                log.info("pin usable: {}/{}", name, pin);
            }
            return !refused.containsKey(pin);
        });
        show();
        if (refused.isEmpty()) {
            cancelNext();
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
        if (!outage) {
            outage = true;
            log.warn("board {} is away, still trying: {}", name, problem, defect ? cause : null);
        }
        if (controller != null && System.nanoTime() - upSince > pace.longest().toNanos()) {
            reopening.reset();
        }
        takeDown(problem);
        later(reopening, this::open);
    }

    /** Takes the board down; its pins stay as they are, as far as the hardware lets them. */
    private void takeDown(String why) {
        fault = Optional.of(why);
        location = "";
        unregister();
        var current = controller;
        controller = null;
        if (current != null) {
            current.retire();
        }
        show();
        if (current != null) {
            close(current);
            wanted = current.wanted();
        }
    }

    private void unregister() {
        var registered = registration.getAndSet(null);
        if (registered != null) {
            try {
                registered.unregister();
            } catch (IllegalStateException e) {
                log.debug("board {}: the framework has unregistered it already", name);
            }
        }
    }

    private void close(BoardController<S> closed) {
        try {
            closed.close();
        } catch (RuntimeException e) {
            log.error("board {}: defect", name, e);
        }
    }

    private void show() {
        status = current();
        if (!status.equals(told)) {
            told = status;
            publish(status);
        }
    }

    private BoardStatus current() {
        var before = status;
        var state = controller == null ? State.AWAY : State.UP;
        var problem = Stream.of(fault.stream(), unusableNow(), refusal.stream())
                .flatMap(it -> it)
                .collect(Collectors.joining("; "));
        return new BoardStatus(
                name,
                model,
                simulated,
                state,
                state == before.state() ? before.since() : Instant.now(),
                location,
                pid,
                Optional.of(problem).filter(it -> !it.isEmpty()));
    }

    /** While the board is away its pins are no matter of their own. */
    private Stream<String> unusableNow() {
        return controller == null ? Stream.empty() : unusable.values().stream();
    }

    /** A board whose name cannot stand in a topic is not spoken of there. */
    private void publish(BoardStatus now) {
        if (isNamed()) {
            outlet.publish(new BoardChange(now));
        }
    }

    /** Schedules the one next attempt. */
    private void later(BackOff pauses, Runnable attempt) {
        cancelNext();
        if (!closing) {
            try {
                next = thread.schedule(guarded(attempt), pauses.next().toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                log.debug("board {} is closing", name);
            }
        }
    }

    private void cancelNext() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }

    private void run(Runnable task) {
        try {
            thread.execute(guarded(task));
        } catch (RejectedExecutionException e) {
            log.debug("board {} is closing", name);
        }
    }

    /** The executor would keep what a task throws to itself. */
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                log.error("board {}: defect", name, e);
            }
        };
    }
}
