// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.http;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.edgepin.gpio.endpoint.BackOff;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.runtime.HttpServiceRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says so if HTTP cannot listen, and lets it try again until it can: Pax Web itself tries once. While
 * HTTP is there this does nothing. Its thread is the only one that changes the state.
 */
@Component(immediate = true, configurationPid = PortWatch.PID)
public final class PortWatch {

    /** Pax Web's. */
    static final String PID = "org.ops4j.pax.web";

    private static final Logger LOG = LoggerFactory.getLogger(PortWatch.class);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** From this look on HTTP is not about to come by itself, and to listen for an instant disturbs nobody. */
    private static final int CERTAIN = 4;

    /** Whatever has kept HTTP away may have gone before anybody has seen it: from this look on it tries once more. */
    private static final int ONCE_MORE = 6;

    private final Server server;
    private final ScheduledExecutorService thread;
    private final BackOff pauses =
            new BackOff(FIRST, LONGEST, () -> ThreadLocalRandom.current().nextDouble());
    private final AtomicReference<@Nullable HttpServiceRuntime> http = new AtomicReference<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile List<Listening> wanted = List.of();
    private volatile @Nullable Future<?> next;
    private int looks;
    private boolean blocked;
    private boolean told;

    /** What serves HTTP. */
    interface Server {

        /** Lets it try again to listen. */
        void restart();
    }

    @Activate
    public PortWatch(BundleContext bundle, Map<String, Object> properties) {
        this(() -> restart(bundle), properties, thread());
        later(pauses.pause());
    }

    PortWatch(Server server, Map<String, Object> properties, ScheduledExecutorService thread) {
        this.server = server;
        this.thread = thread;
        modified(properties);
    }

    private static ScheduledExecutorService thread() {
        var executor = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "http port");
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return executor;
    }

    /** Pax Web takes a changed configuration by itself. */
    @Modified
    void modified(Map<String, Object> properties) {
        wanted = Listening.of(properties);
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC)
    void bindHttp(HttpServiceRuntime present) {
        http.set(present);
    }

    void unbindHttp(HttpServiceRuntime gone) {
        if (http.compareAndSet(gone, null) && !thread.isShutdown()) {
            later(FIRST);
        }
    }

    @Deactivate
    void close() {
        var waiting = next;
        if (waiting != null) {
            waiting.cancel(false);
        }
        thread.shutdown();
    }

    private void later(Duration pause) {
        if (scheduled.compareAndSet(false, true)) {
            next = thread.schedule(this::goOn, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void goOn() {
        scheduled.set(false);
        try {
            if (!look()) {
                later(pauses.pause());
            }
        } catch (RuntimeException e) {
            LOG.error("nobody looks after HTTP any more", e);
        }
    }

    /** Looks once; returns whether HTTP is there. */
    boolean look() {
        if (http.get() != null) {
            if (told) {
                LOG.info("HTTP listens on {}", wanted);
            }
            blocked = false;
            told = false;
            looks = 0;
            pauses.reset();
            return true;
        }
        looks++;
        var obstacle = obstacle();
        if (obstacle.isEmpty()) {
            if (blocked || looks == ONCE_MORE) {
                blocked = told;
                server.restart();
            }
            return false;
        }
        // it may be HTTP itself that listens there and has not said so yet
        blocked = true;
        if (!told && looks > 2) {
            told = true;
            LOG.warn("HTTP cannot listen on {}; REST, the page and metrics wait and try again", obstacle.get());
        }
        return false;
    }

    private Optional<String> obstacle() {
        for (var address : wanted) {
            var why = address.taken().or(() -> looks >= CERTAIN || told ? address.impossible() : Optional.empty());
            if (why.isPresent()) {
                return Optional.of(address + ", " + address.key() + " in etc/" + PID + ".cfg: " + why.get());
            }
        }
        return Optional.empty();
    }

    /** Pax Web makes a server whenever its Jetty comes. */
    private static void restart(BundleContext context) {
        Arrays.stream(context.getBundles())
                .filter(it -> "org.ops4j.pax.web.pax-web-jetty".equals(it.getSymbolicName()))
                .forEach(jetty -> {
                    try {
                        jetty.stop(Bundle.STOP_TRANSIENT);
                        jetty.start(Bundle.START_TRANSIENT);
                    } catch (BundleException | IllegalStateException e) {
                        LOG.warn("HTTP cannot be started anew: {}", e.toString());
                    }
                });
    }
}
