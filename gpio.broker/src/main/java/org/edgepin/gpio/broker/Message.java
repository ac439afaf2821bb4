// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttQoS;

/**
 * What a client has published.
 *
 * @param payload on the heap and never released, as many queues may have it
 */
record Message(String topic, MqttQoS qos, ByteBuf payload) {

    /** Roughly what the objects around the characters and bytes take. */
    static final int OVERHEAD = 160;

    static Message of(String topic, MqttQoS qos, ByteBuf payload) {
        var copy = new byte[payload.readableBytes()];
        payload.getBytes(payload.readerIndex(), copy);
        return new Message(topic, qos, Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(copy)));
    }

    /** What it counts for in a {@link Budget}. */
    int bytes() {
        return OVERHEAD + topic.length() + payload.readableBytes();
    }
}
