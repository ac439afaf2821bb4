// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;

/**
 * Takes messages from the broker: commands go to {@link PinAccess}, wrong ones are refused. Runs on
 * Paho's thread, so it only looks and queues; nothing of a message is kept but its topic.
 */
final class Inbox {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]*");

    /** More digits than a pin's number can have. */
    private static final int TOO_LONG = 10;

    /**
     * "0 or 1 as an integer or string", protocols.md C.2. Nothing around them: whether the connector
     * took white space is unknown, and a wrong guess would move something.
     */
    private static final Map<String, Level> LEVELS =
            Map.of("0", Level.LOW, "1", Level.HIGH, "\"0\"", Level.LOW, "\"1\"", Level.HIGH);

    private static final int LONGEST_LEVEL = 3;

    private final Settings settings;
    private final Topics topics;
    private final Consumer<Command> commands;
    private final Refusals refusals;

    /** @param commands takes what is well formed; must not block */
    Inbox(Settings settings, Consumer<Command> commands, Refusals refusals) {
        this.settings = settings;
        this.topics = new Topics(settings.thing());
        this.commands = commands;
        this.refusals = refusals;
    }

    /** Takes a message. Never blocks, never throws for what a client has sent. */
    void arrived(String topic, byte[] payload, boolean retained) {
        topics.request(topic).ifPresent(request -> {
            var number = request.pin();
            if (retained) {
                refusals.refuse(ErrorMessage.retained(topic));
            } else if (!NUMBER.matcher(number).matches()) {
                refusals.refuse(ErrorMessage.notANumber(topic, number));
            } else if (number.length() >= TOO_LONG) {
                refusals.refuse(ErrorMessage.notConfigured(topic, number));
            } else {
                command(topic, new PinId(settings.board(), Integer.parseInt(number)), request.write(), payload);
            }
        });
    }

    private void command(String topic, PinId pin, boolean write, byte[] payload) {
        var level = write ? level(payload) : Optional.<Level>empty();
        if (write && level.isEmpty()) {
            refusals.refuse(ErrorMessage.badValue(topic, String.valueOf(pin.number()), payload));
        } else {
            commands.accept(new Command(topic, pin, level));
        }
    }

    private static Optional<Level> level(byte[] payload) {
        return payload.length > LONGEST_LEVEL
                ? Optional.empty()
                : Optional.ofNullable(LEVELS.get(new String(payload, StandardCharsets.ISO_8859_1)));
    }
}
