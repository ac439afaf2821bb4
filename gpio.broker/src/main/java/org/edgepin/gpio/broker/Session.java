// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants and what it has not got yet, MQTT 3.1.1 sections 3.1.2.4 and 4.3. It outlives
 * the connection if the client asked for that. Belongs to the broker's thread.
 */
final class Session {

    /** How many messages of QoS 1 and 2 are under way before the first has to be acknowledged. */
    private static final int WINDOW = 32;

    private static final int LAST_ID = 65_535;

    /** A message for this client, with the QoS that the client asked for. */
    private record Delivery(Message message, MqttQoS qos, boolean retained) {}

    private record Subscription(Topic filter, MqttQoS qos) {}

    private final String clientId;
    private final Complaints complaints;
    private final Budget subscriptionBudget;
    private final Map<String, Subscription> subscriptions = new HashMap<>();
    private final Budget messageBudget;
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    /** Not yet acknowledged, by packet id, in the order of sending. */
    private final Map<Integer, Delivery> sent = new LinkedHashMap<>();
    /** Packet ids of QoS 2 that the client has, but may not forget yet. */
    private final Set<Integer> released = new LinkedHashSet<>();
    /** Packet ids of QoS 2 that the client has sent and may send again. */
    private final BitSet received = new BitSet();

    private @Nullable Connection connection;
    private boolean known;
    private boolean clean;
    private int lastId;
    private long lost;

    Session(String clientId, int maxBytes, Complaints complaints) {
        this.clientId = clientId;
        this.complaints = complaints;
        subscriptionBudget = new Budget(maxBytes);
        messageBudget = new Budget(maxBytes);
    }

    String clientId() {
        return clientId;
    }

    Optional<Connection> connection() {
        return Optional.ofNullable(connection);
    }

    /** Returns whether it ends with its connection. */
    boolean clean() {
        return clean;
    }

    /** Gives the session its connection, and returns whether it had one before. */
    boolean attach(Connection newConnection, boolean newClean) {
        var before = known;
        known = true;
        connection = newConnection;
        clean = newClean;
        return before;
    }

    void detach() {
        connection = null;
        waiting.removeIf(it -> {
            var vain = it.qos() == MqttQoS.AT_MOST_ONCE;
            if (vain) {
                messageBudget.giveBack(it.message().bytes());
            }
            return vain;
        });
    }

    /** Sends what was under way when the connection broke, and what has come in since. */
    void resume() {
        if (connection == null) {
            return;
        }
        for (var it : sent.entrySet()) {
            send(connection, it.getKey(), it.getValue(), true);
        }
        released.forEach(connection::sendPubRel);
        sendWaiting();
    }

    /**
     * Returns what the client is granted: {@link MqttQoS#FAILURE} if it has too many subscriptions.
     */
    MqttQoS subscribe(Topic filter, MqttQoS qos) {
        unsubscribe(filter.text());
        if (!subscriptionBudget.take(filter.bytes())) {
            return MqttQoS.FAILURE;
        }
        subscriptions.put(filter.text(), new Subscription(filter, qos));
        return qos;
    }

    void unsubscribe(String filter) {
        var gone = subscriptions.remove(filter);
        if (gone != null) {
            subscriptionBudget.giveBack(gone.filter().bytes());
        }
    }

    /** Takes a message that was just published, once, if one or several subscriptions want it. */
    void offer(Message message, Topic name) {
        MqttQoS qos = null;
        for (var it : subscriptions.values()) {
            if ((qos == null || qos.value() < it.qos().value()) && it.filter().matches(name)) {
                qos = it.qos();
            }
        }
        if (qos != null) {
            deliver(message, qos, false);
        }
    }

    /** Takes a message for a subscription with this QoS. */
    void deliver(Message message, MqttQoS wanted, boolean retained) {
        var qos = wanted.value() < message.qos().value() ? wanted : message.qos();
        if (connection == null && qos == MqttQoS.AT_MOST_ONCE) {
            return;
        }
        if (!messageBudget.take(message.bytes())) {
            lost++;
            complaints.about("loses messages to client " + Complaints.printable(clientId) + ", " + lost
                    + " until now: it is too slow or too long away, and " + waiting.size() + " wait");
            return;
        }
        waiting.add(new Delivery(message, qos, retained));
        sendWaiting();
    }

    /** Sends, in order, as much as the connection and the window take. */
    void sendWaiting() {
        while (connection != null && connection.writable() && !waiting.isEmpty()) {
            var atMostOnce = waiting.element().qos() == MqttQoS.AT_MOST_ONCE;
            if (!atMostOnce && sent.size() + released.size() >= WINDOW) {
                return;
            }
            var next = waiting.remove();
            if (atMostOnce) {
                messageBudget.giveBack(next.message().bytes());
                send(connection, 0, next, false);
            } else {
                var id = nextId();
                sent.put(id, next);
                send(connection, id, next, false);
            }
        }
    }

    private static void send(Connection to, int id, Delivery delivery, boolean again) {
        to.sendPublish(id, delivery.message(), delivery.qos(), delivery.retained(), again);
    }

    private int nextId() {
        do {
            lastId = lastId == LAST_ID ? 1 : lastId + 1;
        } while (sent.containsKey(lastId) || released.contains(lastId));
        return lastId;
    }

    /** The client has the message of QoS 1 (PUBACK). */
    void acknowledged(int id) {
        if (forget(id, MqttQoS.AT_LEAST_ONCE)) {
            sendWaiting();
        }
    }

    /** The client has the message of QoS 2 (PUBREC). */
    void received(int id) {
        if (forget(id, MqttQoS.EXACTLY_ONCE)) {
            released.add(id);
        }
        connection().ifPresent(it -> it.sendPubRel(id));
    }

    /** The client has forgotten the id of QoS 2 (PUBCOMP). */
    void completed(int id) {
        if (released.remove(id)) {
            sendWaiting();
        }
    }

    private boolean forget(int id, MqttQoS qos) {
        var delivery = sent.get(id);
        if (delivery == null || delivery.qos() != qos) {
            return false;
        }
        sent.remove(id);
        messageBudget.giveBack(delivery.message().bytes());
        return true;
    }

    /** Returns whether the client sends this message of QoS 2 for the first time. */
    boolean first(int id) {
        var isFirst = !received.get(id);
        received.set(id);
        return isFirst;
    }

    /** The client will not send the message of QoS 2 again (PUBREL). */
    void release(int id) {
        received.clear(id);
    }
}
