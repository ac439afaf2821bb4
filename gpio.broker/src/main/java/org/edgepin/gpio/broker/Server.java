// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens, from its making until it is closed. Its one thread reads, routes and writes for all
 * clients; while the port is taken, it tries again and again.
 */
final class Server implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final String name;
    private final EventLoopGroup thread;
    private final ServerBootstrap bootstrap;
    private final CompletableFuture<InetSocketAddress> listening = new CompletableFuture<>();
    private Duration pause = FIRST_PAUSE;
    private boolean taken;

    Server(Settings settings) {
        name = NetUtil.toSocketAddressString(settings.address());
        thread = new NioEventLoopGroup(1, task -> {
            var made = new FastThreadLocalThread(task, "MQTT broker " + name);
            made.setDaemon(true);
            return made;
        });
        var exchange = new Exchange(settings);
        bootstrap = new ServerBootstrap()
                .group(thread)
                .channel(NioServerSocketChannel.class)
                .localAddress(settings.address())
                // Else the port stays taken for a minute after a stop, by connections that the
                // broker closed.
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                // A pool takes 4 MB for the first byte, and is not faster here.
                .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new MqttDecoder(settings.maxMessageBytes()),
                                        MqttEncoder.INSTANCE,
                                        new Connection(exchange, channel));
                    }
                });
        var unused = thread.scheduleWithFixedDelay(exchange::endTheSilent, 1, 1, TimeUnit.SECONDS);
        thread.execute(this::listen);
    }

    private void listen() {
        var unused = bootstrap.bind().addListener((ChannelFuture bound) -> {
            if (bound.isSuccess()) {
                LOG.info("MQTT broker listens on {}", name);
                listening.complete((InetSocketAddress) bound.channel().localAddress());
            } else if (!thread.isShuttingDown()) {
                again(bound.cause());
            }
        });
    }

    private void again(Throwable cause) {
        if (!taken) {
            taken = true;
            LOG.warn(
                    "MQTT broker cannot listen on {}, still trying: {}. If another broker is there and shall stay, set "
                            + "enabled = false in etc/{}.cfg; else stop it, or set another host or port there",
                    name,
                    cause.getMessage(),
                    BrokerConfig.PID);
        }
        var unused = thread.schedule(this::listen, pause.toMillis(), TimeUnit.MILLISECONDS);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    }

    /** Returns the address that clients can connect to, as soon as there is one. */
    CompletableFuture<InetSocketAddress> listening() {
        return listening;
    }

    /** Frees the port and disconnects the clients, then returns. */
    @Override
    public void close() {
        var ended = thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        if (ended) {
            LOG.info("MQTT broker on {} has stopped", name);
        } else {
            LOG.error("MQTT broker on {} does not stop: its thread is busy", name);
        }
    }
}
