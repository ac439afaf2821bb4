// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows all clients and all retained messages, and takes a message from one to the others. Belongs
 * to the broker's thread.
 */
final class Exchange {

    private record Retained(Topic name, Message message) {

        int bytes() {
            return name.bytes() + message.bytes();
        }
    }

    private final Settings settings;
    private final Budget retainedBudget;
    private final Complaints complaints = new Complaints();
    private final Set<Connection> connections = new HashSet<>();
    /** By client id; of those without a connection, the one that lost it first comes first. */
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    private final Map<String, Retained> retained = new HashMap<>();

    Exchange(Settings settings) {
        this.settings = settings;
        retainedBudget = new Budget(settings.maxRetainedBytes());
    }

    Settings settings() {
        return settings;
    }

    Complaints complaints() {
        return complaints;
    }

    /**
     * Takes a new connection, unless there are twice as many as there may be clients: some have yet
     * to say who they are, and some will be refused then.
     */
    boolean admit(Connection connection) {
        return connections.size() < 2 * settings.maxClients() && connections.add(connection);
    }

    void dismiss(Connection connection) {
        connections.remove(connection);
    }

    /** Ends the connections that have been silent for longer than they may. Called each second. */
    void endTheSilent() {
        try {
            List.copyOf(connections).forEach(Connection::endIfSilent);
        } catch (RuntimeException e) {
            // It would silently never be called again.
            complaints.about("cannot end the silent connections because of a defect", e);
        }
    }

    /**
     * Returns the session of a client, a new one if there is none or if it shall be {@code clean};
     * empty if there are too many clients. A connection that it has is ended.
     */
    Optional<Session> open(String clientId, boolean clean) {
        var session = sessions.get(clientId);
        if (session != null) {
            session.connection().ifPresent(Connection::endTakenOver);
            // Its end may have been that of the session too.
            session = sessions.get(clientId);
        }
        if (session != null && clean) {
            sessions.remove(session.clientId());
        } else if (session != null) {
            return Optional.of(session);
        }
        if (sessions.size() >= settings.maxClients()) {
            sessions.values().stream()
                    .filter(it -> it.connection().isEmpty())
                    .findFirst()
                    .map(Session::clientId)
                    .ifPresent(sessions::remove);
        }
        if (sessions.size() >= settings.maxClients()) {
            return Optional.empty();
        }
        session = new Session(clientId, settings.maxQueuedBytes(), complaints);
        sessions.put(clientId, session);
        return Optional.of(session);
    }

    /** Takes back a session whose connection has ended. */
    void leave(Session session) {
        session.detach();
        sessions.remove(session.clientId());
        if (!session.clean()) {
            sessions.put(session.clientId(), session);
        }
    }

    /** Takes a message to all who want it, and keeps it for those who will. */
    void publish(Message message, boolean retain) {
        var name = Topic.of(message.topic());
        if (retain) {
            retain(new Retained(name, message));
        }
        sessions.values().forEach(it -> it.offer(message, name));
    }

    private void retain(Retained latest) {
        var topic = latest.message().topic();
        var before = retained.remove(topic);
        if (before != null) {
            retainedBudget.giveBack(before.bytes());
        }
        if (!latest.message().payload().isReadable()) {
            return;
        }
        if (retainedBudget.take(latest.bytes())) {
            retained.put(topic, latest);
        } else {
            complaints.about("cannot retain a message on " + Complaints.printable(topic) + ": max_retained_bytes = "
                    + settings.maxRetainedBytes() + " is used up");
        }
    }

    /** Takes the retained messages of a new subscription to the client. */
    void deliverRetained(Session session, Topic filter, MqttQoS qos) {
        for (var it : retained.values()) {
            if (filter.matches(it.name())) {
                session.deliver(it.message(), qos, true);
            }
        }
    }
}
