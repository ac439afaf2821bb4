// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Speaks MQTT 3.1.1, and 3.1, with one client. Whatever the standard forbids ends the connection,
 * as the standard wants it. Belongs to the broker's thread.
 */
final class Connection extends SimpleChannelInboundHandler<MqttMessage> {

    /** How long a client may take to say who it is. */
    private static final Duration INTRODUCTION = Duration.ofSeconds(10);

    private final Exchange exchange;
    private final Channel channel;
    private @Nullable Session session;
    private @Nullable Message will;
    private boolean willRetained;
    private boolean ended;
    private long heardNanos = System.nanoTime();
    private Duration patience = INTRODUCTION;

    Connection(Exchange exchange, Channel channel) {
        this.exchange = exchange;
        this.channel = channel;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!exchange.admit(this)) {
            endWith("there are more connections than max_clients = "
                    + exchange.settings().maxClients() + " allows");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
    }

    /**
     * May be called in the middle of a write, when other sessions must not change: {@link #end}
     * comes later.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            exchange.complaints().about("disconnects " + name() + " because of a defect", cause);
        }
        var unused = channel.close();
    }

    /**
     * A client that does not read is not read from either, else the answers to it would pile up.
     */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        channel.config().setAutoRead(channel.isWritable());
        if (session != null) {
            // Not now: this may be in the middle of a write.
            channel.eventLoop().execute(session::sendWaiting);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
        heardNanos = System.nanoTime();
        if (ended) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            refuse(message.decoderResult().cause());
        } else if (session == null) {
            if (message instanceof MqttConnectMessage connect) {
                connect(connect);
            } else {
                endWith("its first packet is " + message.fixedHeader().messageType() + ", not CONNECT");
            }
        } else {
            handle(session, message);
        }
    }

    private void refuse(Throwable cause) {
        if (session == null && cause instanceof MqttUnacceptableProtocolVersionException) {
            refuseConnect(MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION);
        } else if (session == null && cause instanceof MqttIdentifierRejectedException) {
            refuseConnect(MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED);
        }
        endWith("its packet is malformed or over max_message_bytes = "
                + exchange.settings().maxMessageBytes() + ": " + cause.getMessage());
    }

    private void refuseConnect(MqttConnectReturnCode reason) {
        send(MqttMessageBuilders.connAck().returnCode(reason).build());
    }

    private void connect(MqttConnectMessage connect) {
        var header = connect.variableHeader();
        var payload = connect.payload();
        if (header.version() > MqttVersion.MQTT_3_1_1.protocolLevel()) {
            refuseConnect(MqttConnectReturnCode.CONNECTION_REFUSED_UNSUPPORTED_PROTOCOL_VERSION);
            endWith("it speaks MQTT 5, the broker MQTT 3.1.1");
            return;
        }
        if (payload.clientIdentifier().isEmpty() && !header.isCleanSession()) {
            refuseConnect(MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED);
            endWith("it wants a session without a client id");
            return;
        }
        if (header.isWillFlag()) {
            var wrong = Topic.wrongName(payload.willTopic());
            if (wrong.isPresent() || header.willQos() > MqttQoS.EXACTLY_ONCE.value()) {
                endWith("its will has " + wrong.orElse("an unknown QoS"));
                return;
            }
        }
        var clientId = payload.clientIdentifier().isEmpty() ? "auto-" + UUID.randomUUID() : payload.clientIdentifier();
        var opened = exchange.open(clientId, header.isCleanSession());
        if (opened.isEmpty()) {
            refuseConnect(MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE);
            endWith("there are max_clients = " + exchange.settings().maxClients() + " already");
            return;
        }
        session = opened.get();
        if (header.isWillFlag()) {
            will = Message.of(
                    payload.willTopic(),
                    MqttQoS.valueOf(header.willQos()),
                    Unpooled.wrappedBuffer(payload.willMessageInBytes()));
            willRetained = header.isWillRetain();
        }
        patience = Duration.ofMillis(1_500L * header.keepAliveTimeSeconds());
        var present = session.attach(this, header.isCleanSession());
        send(MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                .sessionPresent(present)
                .build());
        session.resume();
    }

    private void handle(Session of, MqttMessage message) {
        var type = message.fixedHeader().messageType();
        switch (type) {
            case PUBLISH -> publish(of, (MqttPublishMessage) message);
            case PUBACK -> of.acknowledged(id(message));
            case PUBREC -> of.received(id(message));
            case PUBCOMP -> of.completed(id(message));
            case PUBREL -> {
                of.release(id(message));
                send(answer(MqttMessageType.PUBCOMP, id(message)));
            }
            case SUBSCRIBE -> subscribe(of, (MqttSubscribeMessage) message);
            case UNSUBSCRIBE -> unsubscribe(of, (MqttUnsubscribeMessage) message);
            case PINGREQ -> send(MqttMessage.PINGRESP);
            case DISCONNECT -> {
                will = null;
                end();
            }
            default -> endWith("it sends " + type + ", which a client must not do now");
        }
    }

    private void publish(Session of, MqttPublishMessage message) {
        var topic = message.variableHeader().topicName();
        var wrong = Topic.wrongName(topic);
        if (wrong.isPresent()) {
            endWith("it publishes on " + wrong.get());
            return;
        }
        var qos = message.fixedHeader().qosLevel();
        var id = message.variableHeader().packetId();
        if (qos != MqttQoS.EXACTLY_ONCE || of.first(id)) {
            exchange.publish(
                    Message.of(topic, qos, message.payload()),
                    message.fixedHeader().isRetain());
        }
        if (qos == MqttQoS.AT_LEAST_ONCE) {
            send(answer(MqttMessageType.PUBACK, id));
        } else if (qos == MqttQoS.EXACTLY_ONCE) {
            send(answer(MqttMessageType.PUBREC, id));
        }
    }

    private void subscribe(Session of, MqttSubscribeMessage message) {
        var wanted = message.payload().topicSubscriptions();
        if (!wellFormed(wanted.stream().map(MqttTopicSubscription::topicFilter).toList())) {
            return;
        }
        var granted = new LinkedHashMap<Topic, MqttQoS>();
        var codes = wanted.stream()
                .map(it -> {
                    var filter = Topic.of(it.topicFilter());
                    var qos = of.subscribe(filter, it.qualityOfService());
                    granted.put(filter, qos);
                    return qos.value();
                })
                .toList();
        send(new MqttSubAckMessage(
                header(MqttMessageType.SUBACK, MqttQoS.AT_MOST_ONCE),
                message.variableHeader(),
                new MqttSubAckPayload(codes)));
        granted.forEach((filter, qos) -> {
            if (qos != MqttQoS.FAILURE) {
                exchange.deliverRetained(of, filter, qos);
            }
        });
    }

    private void unsubscribe(Session of, MqttUnsubscribeMessage message) {
        var filters = message.payload().topics();
        if (wellFormed(filters)) {
            filters.forEach(of::unsubscribe);
            send(answer(MqttMessageType.UNSUBACK, message.variableHeader().messageId()));
        }
    }

    private boolean wellFormed(List<String> filters) {
        var wrong = filters.isEmpty()
                ? Optional.of("no topic")
                : filters.stream().flatMap(it -> Topic.wrongFilter(it).stream()).findFirst();
        wrong.ifPresent(it -> endWith("it asks for " + it));
        return wrong.isEmpty();
    }

    private static int id(MqttMessage message) {
        return ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
    }

    private static MqttMessage answer(MqttMessageType type, int id) {
        return new MqttMessage(header(type, MqttQoS.AT_MOST_ONCE), MqttMessageIdVariableHeader.from(id));
    }

    private static MqttFixedHeader header(MqttMessageType type, MqttQoS qos) {
        return new MqttFixedHeader(type, false, qos, false, 0);
    }

    boolean writable() {
        return channel.isWritable();
    }

    void sendPublish(int id, Message message, MqttQoS qos, boolean retained, boolean again) {
        send(new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, again, qos, retained, 0),
                new MqttPublishVariableHeader(message.topic(), id),
                message.payload().duplicate()));
    }

    void sendPubRel(int id) {
        send(new MqttMessage(
                header(MqttMessageType.PUBREL, MqttQoS.AT_LEAST_ONCE), MqttMessageIdVariableHeader.from(id)));
    }

    private void send(MqttMessage message) {
        var unused = channel.writeAndFlush(message, channel.voidPromise());
    }

    void endIfSilent() {
        if (!patience.isZero() && System.nanoTime() - heardNanos > patience.toNanos()) {
            endWith("it has been silent for " + patience.toMillis() + " ms");
        }
    }

    /** The same client has connected again; the standard wants the older connection to end. */
    void endTakenOver() {
        endWith("a client with the same id has connected");
    }

    private void endWith(String why) {
        if (!ended) {
            exchange.complaints().about("disconnects " + name() + ": " + why);
            end();
        }
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        var unused = channel.close();
        exchange.dismiss(this);
        if (session != null) {
            exchange.leave(session);
        }
        if (will != null) {
            exchange.publish(will, willRetained);
        }
    }

    private String name() {
        return "client " + (session == null ? "" : Complaints.printable(session.clientId()) + " ") + "at "
                + String.valueOf(channel.remoteAddress()).replaceFirst("^/", "");
    }
}
