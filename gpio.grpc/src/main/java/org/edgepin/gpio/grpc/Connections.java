// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the sockets that listen, and counts who connects: beyond the bound a connection is closed at once. */
final class Connections implements ChannelFactory<ServerChannel> {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Settings settings;
    private final AtomicInteger open = new AtomicInteger();
    private volatile long quietUntil = System.nanoTime();

    Connections(Settings settings) {
        this.settings = settings;
    }

    @Override
    public ServerChannel newChannel() {
        return new NioServerSocketChannel() {
            @Override
            protected int doReadMessages(List<Object> accepted) throws Exception {
                var count = super.doReadMessages(accepted);
                return count > 0 && !admit((Channel) accepted.get(accepted.size() - 1)) ? refuse(accepted) : count;
            }
        };
    }

    private boolean admit(Channel channel) {
        if (open.incrementAndGet() > settings.maxConnections()) {
            open.decrementAndGet();
            return false;
        }
        channel.closeFuture().addListener(it -> open.decrementAndGet());
        return true;
    }

    private int refuse(List<Object> accepted) {
        ((Channel) accepted.remove(accepted.size() - 1)).unsafe().closeForcibly();
        if (System.nanoTime() - quietUntil >= 0) {
            quietUntil = System.nanoTime() + QUIET_NANOS;
            LOG.warn("{}: a client was turned away, as there are {} connections", settings, settings.maxConnections());
        }
        return 0;
    }
}
