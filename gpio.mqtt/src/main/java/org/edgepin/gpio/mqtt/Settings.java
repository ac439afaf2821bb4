// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.time.Duration;
import java.util.Map;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.endpoint.RefusedException;
import org.edgepin.gpio.endpoint.Secret;
import org.edgepin.gpio.endpoint.Values;

/**
 * What a connection to a broker is to be like. The keys are described in {@link MqttConfig}.
 *
 * @param name the name of the configuration, {@code main} for {@code org.edgepin.gpio.mqtt-main.cfg}
 * @param role what whoever may publish on the broker may do
 * @param user empty for no login
 * @param statusTopic empty for none
 */
record Settings(
        String name,
        Broker broker,
        String thing,
        String board,
        Role role,
        String clientId,
        String user,
        Secret password,
        Tls tls,
        int qos,
        boolean retain,
        boolean stateOnConnect,
        boolean eventTopics,
        String statusTopic,
        int keepAliveSeconds,
        int queueSize,
        Duration backoffMin,
        Duration backoffMax) {

    private static final int HOUR_MS = 3_600_000;

    /** Reads a configuration. Nothing is guessed and nothing is clamped. */
    static Settings of(Map<String, ?> properties) throws RefusedException {
        var values = new Values(properties);
        var broker = broker(values);
        var thing = values.text(
                "thing", it -> isTopic(it) && !it.contains("/"), "must be 1 to 128 plain characters, none of / + #");
        var board = values.text(
                "board", Settings::isBoard, "must be the name of a board, as in org.edgepin.gpio.sim-NAME.cfg");
        var role =
                values.text("role", it -> it.equals("viewer") || it.equals("operator"), "must be viewer or operator");
        var clientId = values.text(
                "client_id", it -> it.isEmpty() || isPrintable(it), "must be up to 128 plain characters, or empty");
        var user = values.text("user", Settings::isPrintable, "must be up to 128 plain characters, or empty");
        var password = values.secret(".password");
        if (user.isEmpty() && !password.text().isEmpty()) {
            values.problem("user", "", "must be given with a .password; MQTT has no password without a user");
        }
        var tls = Tls.of(values, broker.tls());
        var backoffMin = values.number("backoff_min_ms", 10, HOUR_MS);
        var backoffMax = values.number("backoff_max_ms", 10, HOUR_MS);
        if (backoffMax < backoffMin) {
            values.problem("backoff_max_ms", "" + backoffMax, "must not be less than backoff_min_ms = " + backoffMin);
        }
        var settings = new Settings(
                name(properties),
                broker,
                thing,
                board,
                Role.parse(role).orElse(Role.VIEWER),
                clientId.isEmpty() ? "edgepin-" + thing + "-" + board : clientId,
                user,
                password,
                tls,
                values.number("qos", 0, 2),
                values.flag("retain"),
                values.flag("state_on_connect"),
                values.flag("event_topics"),
                statusTopic(values, thing),
                values.number("keep_alive_s", 1, 65_535),
                values.number("queue_size", 1, 1_000_000),
                Duration.ofMillis(backoffMin),
                Duration.ofMillis(backoffMax));
        var problems = values.problems();
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        return settings;
    }

    /** The last part of the PID {@code org.edgepin.gpio.mqtt~main}. */
    static String name(Map<String, ?> properties) {
        var pid = String.valueOf(properties.get("service.pid"));
        return pid.substring(pid.lastIndexOf('~') + 1);
    }

    /** Returns on whose behalf it acts: MQTT does not tell who has published a message. */
    Caller caller() {
        return new Caller(toString(), "mqtt " + broker.url(), role);
    }

    /** Returns {@code mqtt main}, for the log. */
    @Override
    public String toString() {
        return "mqtt " + name;
    }

    private static Broker broker(Values values) {
        var value = values.text("broker");
        return Broker.parse(value).orElseGet(() -> {
            // a login in the URL would be shown
            values.problem(
                    "broker",
                    value.replaceAll("//[^/@]*@", "//...@"),
                    "must be tcp://host:port or ssl://host:port, and the login in user and .password");
            return new Broker("", false, "", 0);
        });
    }

    private static String statusTopic(Values values, String thing) {
        var topic = values.text("status_topic").replace("{thing}", thing);
        if (!topic.isEmpty() && !isTopic(topic)) {
            values.problem("status_topic", topic, "must be a topic of up to 128 characters without + and #, or empty");
        } else if (new Topics(thing).isTaken(topic)) {
            values.problem("status_topic", topic, "must not be a topic of a pin or of the board, nor that of errors");
        }
        return topic;
    }

    private static boolean isBoard(String text) {
        return PinId.parse(text + "/0").isPresent();
    }

    private static boolean isTopic(String text) {
        return !text.isEmpty() && isPrintable(text) && !text.contains("+") && !text.contains("#");
    }

    /** The bound is that of AWS IoT, far below MQTT's own. */
    private static boolean isPrintable(String text) {
        return text.length() <= 128 && text.chars().allMatch(PacketFilter::digestible);
    }
}
