// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import static io.grpc.health.v1.HealthCheckResponse.ServingStatus.NOT_SERVING;
import static io.grpc.health.v1.HealthCheckResponse.ServingStatus.SERVING;

import io.grpc.DecompressorRegistry;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.endpoint.BackOff;
import org.edgepin.gpio.grpc.v1.GpioServiceGrpc;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens, from its start until it is closed; while the port is taken, or must not be opened yet, it
 * tries again and again. One thread reads and writes for all clients, and waits for nobody.
 */
final class Server implements EdgeListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    /** The largest request names a thousand pins. */
    private static final int MAX_REQUEST_BYTES = 128 * 1024;

    private static final int MAX_CALLS = 100;
    private static final int WINDOW_BYTES = 64 * 1024;

    private final Settings settings;
    private final Door door;
    private final Gpio gpio;
    private final Lanes lanes;
    private final History history;
    private final PinService pins;
    private final Gl20Service gl20;
    private final HealthStatusManager health = new HealthStatusManager();
    private final NioEventLoopGroup network;
    private final BackOff pauses =
            new BackOff(Duration.ofMillis(500), Duration.ofSeconds(30), () -> ThreadLocalRandom.current()
                    .nextDouble());

    // guarded by this
    private io.grpc.@Nullable Server server;
    private final Map<String, BoardStatus> known = new TreeMap<>();
    private @Nullable GpioAccess core;
    private String obstacle = "";
    private boolean started;
    private boolean closed;

    Server(Settings settings, Door door, Lanes lanes) {
        this.settings = settings;
        this.door = door;
        this.gpio = door.pins(new Caller(settings.toString(), settings.toString(), Role.VIEWER));
        this.lanes = lanes;
        history = new History(settings.historyEvents());
        pins = new PinService(door, lanes, history);
        gl20 = new Gl20Service(settings, door, lanes);
        network = new NioEventLoopGroup(1, task -> {
            var thread = new FastThreadLocalThread(task, settings.toString());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * To be called whenever one of the services behind the door has come or gone. With the first time that
     * all of them are there the server begins to listen; from then on it does, whatever they do.
     */
    void lookAround() {
        if (isNew(door.access().get().orElse(null))) {
            tellBoardsAnew();
        }
        lookAfterHealth();
        synchronized (this) {
            if (started || !door.isOpen()) {
                return;
            }
            started = true;
        }
        lanes.execute(this::listen);
    }

    private synchronized boolean isNew(@Nullable GpioAccess access) {
        var before = core;
        core = access;
        return access != null && access != before;
    }

    /** Whoever brings events may have been away: clients that watch are told each board as it is now. */
    private void tellBoardsAnew() {
        try {
            List<BoardStatus> told;
            var now = gpio.boards();
            do {
                tell(now);
                told = now;
                // one that has changed meanwhile may have told so before
                now = gpio.boards();
            } while (!now.equals(told));
        } catch (StatusRuntimeException e) {
            LOG.debug("{}: the boards are gone again", settings, e);
        }
    }

    private void tell(List<BoardStatus> now) {
        List<BoardStatus> gone;
        synchronized (this) {
            gone = known.values().stream()
                    .filter(before -> now.stream().noneMatch(it -> it.name().equals(before.name())))
                    .toList();
        }
        gone.forEach(it -> boardChanged(new BoardChange(removed(it))));
        now.forEach(it -> boardChanged(new BoardChange(it)));
    }

    private static BoardStatus removed(BoardStatus board) {
        return new BoardStatus(
                board.name(),
                board.model(),
                board.simulated(),
                BoardStatus.State.REMOVED,
                Instant.now(),
                "",
                board.pid(),
                Optional.empty());
    }

    private synchronized void listen() {
        if (closed) {
            return;
        }
        try {
            var objection = objection();
            if (!objection.isEmpty()) {
                again(objection);
                return;
            }
            var built = build();
            try {
                server = built.start();
            } catch (IOException e) {
                built.shutdownNow();
                throw e;
            }
        } catch (IOException | GeneralSecurityException e) {
            again(String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
            return;
        }
        obstacle = "";
        pauses.reset();
        lookAfterHealth();
        LOG.info("{} listens on {}:{}{}", settings, settings.host(), settings.port(), tls() ? " with TLS" : "");
        if (!settings.loopback() && settings.services().contains(Settings.Service.GL20)) {
            LOG.warn(
                    "{}: serviceGL20 knows no users: whoever reaches {}:{} can {}",
                    settings,
                    settings.host(),
                    settings.port(),
                    settings.gl20Role() == Role.VIEWER ? "see the pins" : "switch outputs");
        }
    }

    private boolean tls() {
        return settings.identity().isPresent();
    }

    private String objection() {
        if (!settings.services().contains(Settings.Service.EDGEPIN)) {
            return "";
        }
        var logins = door.login().get();
        if (logins.isEmpty()) {
            return "the logins are being updated";
        }
        return settings.addresses().stream()
                .flatMap(it -> logins.get().objection(it.getAddress(), tls()).stream())
                .findFirst()
                .orElse("");
    }

    private void again(String problem) {
        if (!problem.equals(obstacle)) {
            obstacle = problem;
            LOG.warn(
                    "{} cannot listen on {}:{}, still trying: {}", settings, settings.host(), settings.port(), problem);
        }
        var unused = network.schedule(
                () -> lanes.execute(this::listen), pauses.pause().toMillis(), TimeUnit.MILLISECONDS);
    }

    private io.grpc.Server build() throws IOException, GeneralSecurityException {
        var addresses = settings.addresses();
        var connections = new Connections(settings);
        var builder = NettyServerBuilder.forAddress(addresses.get(0))
                .bossEventLoopGroup(network)
                .workerEventLoopGroup(network)
                .channelFactory(connections)
                .withOption(ChannelOption.SO_REUSEADDR, true)
                .directExecutor()
                .intercept(Visitor.INTERCEPTOR)
                .fallbackHandlerRegistry(new UnknownMethods())
                .decompressorRegistry(DecompressorRegistry.getDefaultInstance().with(new Deflate(), true))
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .maxInboundMessageSize(MAX_REQUEST_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS)
                .flowControlWindow(WINDOW_BYTES)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .keepAliveTime(1, TimeUnit.MINUTES)
                .handshakeTimeout(10, TimeUnit.SECONDS);
        List<InetSocketAddress> others = addresses.subList(1, addresses.size());
        others.forEach(builder::addListenAddress);
        if (settings.services().contains(Settings.Service.EDGEPIN)) {
            builder.addService(pins);
        }
        if (settings.services().contains(Settings.Service.GL20)) {
            builder.addService(gl20.definition());
        }
        if (settings.identity().isPresent()) {
            builder.sslContext(settings.identity().get().context());
        }
        return builder.build();
    }

    @Override
    public void edge(EdgeEvent event) {
        history.edge(event);
    }

    @Override
    public void gap(GapEvent gap) {
        history.gap(gap);
    }

    @Override
    public void pinChanged(PinChange change) {
        history.pinChanged(change);
    }

    @Override
    public void boardChanged(BoardChange change) {
        synchronized (this) {
            if (change.status().state() == BoardStatus.State.REMOVED) {
                known.remove(change.board());
            } else {
                known.put(change.board(), change.status());
            }
        }
        history.boardChanged(change);
        lookAfterHealth();
    }

    /** While a part of the gateway is away, nobody is served; serviceGL20 is as well as its board. */
    private void lookAfterHealth() {
        // whoever looks last says last
        synchronized (health) {
            if (settings.services().contains(Settings.Service.EDGEPIN)) {
                health.setStatus(GpioServiceGrpc.SERVICE_NAME, door.isOpen() ? SERVING : NOT_SERVING);
            }
            if (settings.services().contains(Settings.Service.GL20)) {
                health.setStatus(Gl20Service.NAME, hasGl20() ? SERVING : NOT_SERVING);
            }
        }
    }

    private boolean hasGl20() {
        try {
            var boards = gpio.boards();
            var served = gl20.board(boards);
            return boards.stream()
                    .anyMatch(it -> it.state() == BoardStatus.State.UP
                            && served.filter(it.name()::equals).isPresent());
        } catch (StatusRuntimeException e) {
            LOG.debug("{}: there are no boards now", settings, e);
            return false;
        }
    }

    /** Frees the port, lets what is under way come to its end for a moment, and disconnects the clients. */
    @Override
    public void close() {
        io.grpc.Server ending;
        synchronized (this) {
            closed = true;
            ending = server;
        }
        if (ending != null) {
            health.enterTerminalState();
            ending.shutdown();
            pins.end();
            try {
                if (!ending.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                    ending.shutdownNow().awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                ending.shutdownNow();
                Thread.currentThread().interrupt();
            }
            LOG.info("{} on {}:{} has stopped", settings, settings.host(), settings.port());
        }
        if (!network.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS)) {
            LOG.error("{} does not stop: its thread is busy", settings);
        }
    }
}
