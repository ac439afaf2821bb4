// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.edgepin.gpio.endpoint.BackOff;
import org.edgepin.gpio.malos.Sockets.UnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Owns the sockets, from {@link #start()} until it is closed, and does all there is to do in one
 * thread: commands, pings, updates, errors, driver info. A board that is slow delays all of that, and
 * nothing else. The thread is never interrupted: that would close a file in which a board's driver
 * happens to read.
 */
final class Server implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Settings settings;
    private final Device gpio;
    private final Thread thread;
    private final Pipe wake;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final BackOff backOff = new BackOff(
            FIRST_PAUSE, LONGEST_PAUSE, () -> ThreadLocalRandom.current().nextDouble());
    private volatile boolean broken;
    private volatile @Nullable Revival revival;
    private String trouble = "";

    Server(Settings settings, Device gpio) {
        this.settings = settings;
        this.gpio = gpio;
        try {
            wake = Pipe.open();
            wake.source().configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a pipe", e);
        }
        thread = new Thread(this::run, "malos");
        thread.setDaemon(true);
    }

    void start() {
        if (settings.open()) {
            LOG.warn(
                    "MALOS listens beyond this machine, on {}: anybody on that network can switch outputs, for the"
                            + " protocol knows no passwords",
                    settings.host());
        }
        thread.start();
    }

    /** Frees the ports, then returns; but does not wait long for a board that does not return from a call. */
    @Override
    public void close() {
        stopping.countDown();
        wake();
        try {
            thread.join(FAREWELL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("MALOS: a board does not return from a call; all ends when it does");
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void wake() {
        try {
            wake.sink().write(ByteBuffer.allocate(1));
        } catch (IOException e) {
            LOG.debug("MALOS: has stopped already", e);
        }
    }

    private void run() {
        try {
            while (!isStopping()) {
                attempt();
                if (!isStopping()) {
                    stopping.await(backOff.pause().toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            LOG.error("MALOS: the thread of the sockets was interrupted", e);
        } finally {
            close(wake.source());
            close(wake.sink());
        }
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("MALOS: cannot close a pipe", e);
        }
    }

    private void attempt() {
        try (var context = context()) {
            serve(context);
        } catch (UnavailableException e) {
            if (!trouble.equals(e.getMessage())) {
                trouble = String.valueOf(e.getMessage());
                LOG.warn(
                        "MALOS cannot listen on {}, still trying: {}. If MATRIX CORE runs here, stop it; else set another"
                                + " address or port in etc/{}.cfg",
                        settings.host(),
                        trouble,
                        MalosConfig.PID);
            }
        } catch (RuntimeException e) {
            LOG.error("MALOS: begins anew after a failure", e);
        }
    }

    private ZContext context() {
        broken = false;
        revival = null;
        var context = new ZContext();
        context.setThreadFactor((task, name) -> {
            var made = new Thread(task, "malos " + name);
            made.setDaemon(true);
            return made;
        });
        context.setUncaughtExceptionHandler((where, problem) -> {
            LOG.error("MALOS: {} has failed", where.getName(), problem);
            broken = true;
            wake();
        });
        context.setNotificationExceptionHandler((where, problem) -> {
            LOG.debug("MALOS: {} cannot take what a peer has sent", where.getName(), problem);
            var network = revival;
            if (network != null && where.getName().contains("iothread")) {
                network.goOn();
            }
        });
        return context;
    }

    private void serve(ZContext context) throws UnavailableException {
        var sockets = new Sockets(context, settings.host());
        var info = sockets.reply(settings.infoPort());
        revival = new Revival(info.base());
        // the order in which the driver info names them
        var lines = new ArrayList<Line>();
        if (settings.servoPort().isPresent()) {
            lines.add(new Line(sockets, settings.servoPort().getAsInt(), new Servo(), System::nanoTime));
        }
        lines.add(new Line(sockets, settings.port(), gpio, System::nanoTime));
        trouble = "";
        backOff.reset();
        LOG.info("MALOS listens on {}, {}", settings.host(), ports());
        serve(context, info, lines);
    }

    private void serve(ZContext context, ZMQ.Socket info, List<Line> lines) {
        try (var poller = context.createPoller(2 + 2 * lines.size())) {
            poller.register(wake.source(), ZMQ.Poller.POLLIN);
            poller.register(info, ZMQ.Poller.POLLIN);
            lines.forEach(line -> line.register(poller));
            while (!isStopping() && !broken) {
                poller.poll(pause(lines));
                lines.forEach(Line::serve);
                answer(info, lines);
            }
        }
    }

    /** Milliseconds until an update may be due, -1 if none will be. */
    private static long pause(List<Line> lines) {
        var pause =
                lines.stream().mapToLong(line -> line.driver().pause()).min().orElse(Long.MAX_VALUE);
        return pause == Long.MAX_VALUE ? -1 : TimeUnit.NANOSECONDS.toMillis(pause + 999_999);
    }

    /** Whatever is asked, and in however many parts. */
    private static void answer(ZMQ.Socket info, List<Line> lines) {
        if (info.recvMsg(ZMQ.DONTWAIT) == null) {
            return;
        }
        while (info.hasReceiveMore()) {
            info.recvMsg();
        }
        info.send(
                Messages.infos(lines.stream().map(line -> line.driver().info()).toList()), ZMQ.DONTWAIT);
    }

    private String ports() {
        var ports = new StringBuilder(range(settings.port()));
        settings.servoPort().ifPresent(servo -> ports.append(", servo ").append(range(servo)));
        return ports.append(", driver info ").append(settings.infoPort()).toString();
    }

    private static String range(int first) {
        return first + " to " + (first + Settings.PORTS - 1);
    }
}
