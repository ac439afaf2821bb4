// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.GpioController;
import org.edgepin.gpio.PinSettings;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one configured board: opens it, registers its {@link GpioController} while it is up, takes it
 * down when it fails, tries again with a growing pause, and takes changes of its configuration to
 * the pins that differ. All of that happens on one thread, {@code board main}; only {@link #status()}
 * and {@link #close()} are for others.
 *
 * @param <S> the provider's own settings
 */
public final class BoardKeeper<S> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BoardKeeper.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final BundleContext bundle;
    private final BoardDriver<S> driver;
    private final EdgeOutlet outlet;
    private final boolean simulated;
    private final String pid;
    private final String name;
    private final ScheduledExecutorService thread;
    private final Outage outage;

    private final Map<Integer, String> refused = new HashMap<>();
    private Duration pause = FIRST_PAUSE;
    private @Nullable BoardConfiguration configuration;
    private @Nullable S settings;
    private NavigableMap<Integer, PinSettings> usedBefore = new TreeMap<>();
    private @Nullable BoardController<S> controller;
    private @Nullable ServiceRegistration<GpioController> registration;
    private @Nullable Future<?> next;
    private volatile BoardStatus status;

    /**
     * @param properties the configuration; {@code service.pid} gives the board's name
     */
    public BoardKeeper(
            BundleContext bundle,
            BoardDriver<S> driver,
            EdgeOutlet outlet,
            boolean simulated,
            Map<String, ?> properties) {
        this.bundle = bundle;
        this.driver = driver;
        this.outlet = outlet;
        this.simulated = simulated;
        this.pid = String.valueOf(properties.get("service.pid"));
        this.name = pid.substring(Math.max(pid.lastIndexOf('~'), pid.lastIndexOf('.')) + 1);
        this.outage = new Outage(LOG, "board " + name);
        this.status = new BoardStatus(
                name, "", simulated, BoardStatus.State.AWAY, Instant.now(), "", pid, Optional.of("starting"));
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            var it = new Thread(task, "board " + name);
            it.setDaemon(true);
            return it;
        });
        update(properties);
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

    /** Closes the board and waits for it. */
    @Override
    public void close() {
        run(() -> {
            down();
            publish(with(BoardStatus.State.REMOVED, Optional.empty()));
        });
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("board {} does not stop: its hardware does not answer", name);
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void configure(Map<String, ?> properties) {
        var read = new BoardConfiguration(properties, driver.keys(), driver.pinKeys());
        var wanted = driver.settings(read);
        try {
            var plans = read.problems().isEmpty() ? plans(read, wanted) : new TreeMap<Integer, PinPlan>();
            if (!read.problems().isEmpty()) {
                refuse(read.problems());
                return;
            }
            var current = controller;
            var sameBoard = current != null && (wanted.equals(settings) || current.accept(wanted));
            configuration = read;
            settings = wanted;
            if (current != null && sameBoard) {
                current.change(plans);
                StartLevels.done(name, current.used());
                show(current);
            } else {
                down();
                usedBefore = new TreeMap<>();
                open();
            }
        } catch (IOException e) {
            configuration = read;
            settings = wanted;
            away(e);
        }
    }

    private NavigableMap<Integer, PinPlan> plans(BoardConfiguration read, S wanted) throws IOException {
        return read.plans(driver.pins(name, wanted));
    }

    /** What ran before runs on. */
    private void refuse(List<String> problems) {
        LOG.warn(
                "board {}: configuration refused, {}: {}",
                name,
                controller == null ? "the board waits for a right one" : "the one before runs on",
                String.join("; ", problems));
        publish(with(status.state(), Optional.of("configuration refused: " + String.join("; ", problems))));
    }

    private void open() {
        var read = Objects.requireNonNull(configuration);
        var wanted = Objects.requireNonNull(settings);
        BoardController<S> opening = null;
        try {
            var pins = driver.pins(name, wanted);
            var plans = read.plans(pins);
            if (!read.problems().isEmpty()) {
                refuse(read.problems());
                return;
            }
            opening = new BoardController<>(name, pins, outlet, () -> status, this::failed);
            start(opening, driver.open(name, wanted, opening), plans);
        } catch (IOException e) {
            if (opening != null) {
                opening.close();
            }
            away(e);
        }
    }

    private void start(BoardController<S> opening, Hardware<S> opened, NavigableMap<Integer, PinPlan> plans)
            throws IOException {
        var wanted = usedBefore;
        if (wanted.isEmpty()) {
            plans.forEach((number, plan) -> wanted.put(number, plan.settings()));
            wanted.values().removeIf(PinSettings.UNUSED::equals);
        }
        opening.start(opened, plans, StartLevels.pending(name, wanted));
        StartLevels.done(name, opening.used());
        controller = opening;
        pause = FIRST_PAUSE;
        status = new BoardStatus(
                name,
                opened.model(),
                simulated,
                BoardStatus.State.UP,
                Instant.now(),
                opened.location(),
                pid,
                Optional.empty());
        var properties = Map.<String, Object>of(
                GpioController.BOARD, name,
                GpioController.MODEL, opened.model(),
                GpioController.SIMULATED, simulated);
        registration = bundle.registerService(GpioController.class, opening, FrameworkUtil.asDictionary(properties));
        outage.over();
        LOG.info("board {} is up: {}, {}", name, opened.model(), opened.location());
        show(opening);
    }

    /** Publishes that all is well, but for the pins that could not have their settings. */
    private void show(BoardController<S> current) {
        current.refused().forEach((number, reason) -> {
            var problem = String.valueOf(reason.getMessage());
            if (!problem.equals(refused.put(number, problem))) {
                LOG.warn("pin unusable, still trying: {}", problem);
            }
        });
        refused.keySet().removeIf(number -> {
            var over = !current.refused().containsKey(number);
            if (over) {
                LOG.info("pin {}/{} is usable", name, number);
            }
            return over;
        });
        publish(with(
                BoardStatus.State.UP,
                refused.isEmpty()
                        ? Optional.empty()
                        : Optional.of(String.join("; ", new TreeMap<>(refused).values()))));
        if (!refused.isEmpty()) {
            later(() -> retryRefused(current));
        }
    }

    private void retryRefused(BoardController<S> current) {
        if (controller != current) {
            return;
        }
        try {
            current.retryRefused();
            StartLevels.done(name, current.used());
            show(current);
        } catch (IOException e) {
            away(e);
        }
    }

    private void failed(BoardController<S> failing, IOException cause) {
        run(() -> {
            if (controller == failing) {
                away(cause);
            }
        });
    }

    private void away(IOException cause) {
        down();
        var problem = String.valueOf(cause.getMessage());
        outage.begin(problem);
        publish(with(BoardStatus.State.AWAY, Optional.of(problem)));
        later(() -> {
            if (controller == null) {
                open();
            }
        });
    }

    /** Takes the board down; its pins stay as they are, as far as the hardware lets them. */
    private void down() {
        if (registration != null) {
            registration.unregister();
            registration = null;
        }
        if (controller != null) {
            usedBefore = controller.used();
            controller.close();
            controller = null;
        }
        refused.clear();
    }

    private BoardStatus with(BoardStatus.State state, Optional<String> problem) {
        var before = status;
        var model = settings == null || state == BoardStatus.State.UP ? before.model() : driver.model(settings);
        return new BoardStatus(
                name,
                model,
                simulated,
                state,
                state == before.state() ? before.since() : Instant.now(),
                state == BoardStatus.State.UP ? before.location() : "",
                pid,
                problem);
    }

    private void publish(BoardStatus now) {
        status = now;
        outlet.publish(new BoardChange(now));
    }

    /** Schedules the one next attempt. */
    private void later(Runnable task) {
        if (next != null) {
            next.cancel(false);
        }
        try {
            next = thread.schedule(guarded(task), pause.toMillis(), TimeUnit.MILLISECONDS);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        } catch (RejectedExecutionException closing) {
            LOG.debug("board {} is closing", name);
        }
    }

    private void run(Runnable task) {
        try {
            thread.execute(guarded(task));
        } catch (RejectedExecutionException closing) {
            LOG.debug("board {} is closing", name);
        }
    }

    /** A defect must not end the board's thread in silence. */
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("board {}: defect", name, e);
            }
        };
    }
}
