// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.nio.charset.StandardCharsets;
import org.edgepin.gpio.GpioException;

/**
 * Why a command was not carried out. Only the text about an input is documented, protocols.md C.3;
 * the others are ours, in the same three keys.
 *
 * @param topic the topic of the command
 * @param error which of a few kinds, as a client may compare it
 * @param description what was wrong, for people
 */
record ErrorMessage(String topic, String error, String description) {

    static final String OPERATION = "Invalid GPIO operation";
    static final String NUMBER = "Invalid GPIO number";
    static final String VALUE = "Invalid GPIO value";
    static final String RETAINED = "Retained GPIO command";
    static final String DROPPED = "GPIO command dropped";
    static final String BUSY = "GPIO line busy";
    static final String AWAY = "GPIO board away";
    static final String HARDWARE = "GPIO hardware failure";
    static final String DENIED = "GPIO access denied";

    /** The longest right topic is a thing of 128 characters and some more. */
    private static final int TOPIC_LENGTH = 200;

    private static final int DESCRIPTION_LENGTH = 300;
    private static final int INPUT_LENGTH = 24;

    ErrorMessage {
        topic = cut(topic, TOPIC_LENGTH);
        description = cut(description, DESCRIPTION_LENGTH);
    }

    static ErrorMessage notANumber(String topic, String pin) {
        return new ErrorMessage(
                topic,
                NUMBER,
                "'" + printable(pin) + "' is not a GPIO number. It must be digits without leading zeros.");
    }

    static ErrorMessage notConfigured(String topic, String pin) {
        return new ErrorMessage(topic, OPERATION, "GPIO " + printable(pin) + " is not configured.");
    }

    static ErrorMessage input(Command command) {
        return new ErrorMessage(
                command.topic(),
                OPERATION,
                "GPIO " + command.pin().number()
                        + " is configured as an INPUT GPIO. Write operations are not permitted.");
    }

    static ErrorMessage badValue(String topic, String pin, byte[] payload) {
        // a long payload is only looked at as far as it is shown
        var shown = new String(payload, 0, Math.min(payload.length, 4 * INPUT_LENGTH), StandardCharsets.UTF_8);
        return new ErrorMessage(
                topic,
                VALUE,
                "GPIO " + pin + " cannot be set to '" + printable(shown)
                        + "'. The payload must be 0 or 1, as an integer or a string.");
    }

    static ErrorMessage retained(String topic) {
        return new ErrorMessage(
                topic, RETAINED, "A retained message is not a command: it would be repeated at each connect.");
    }

    static ErrorMessage dropped(String topic, String reason) {
        return new ErrorMessage(topic, DROPPED, reason);
    }

    /** Says why the board has refused or failed. */
    static ErrorMessage of(Command command, GpioException problem) {
        var number = String.valueOf(command.pin().number());
        return switch (problem.kind()) {
            case NO_SUCH_PIN, NOT_CONFIGURED -> notConfigured(command.topic(), number);
            case NOT_CAPABLE -> failed(command, OPERATION, problem);
            case BUSY -> failed(command, BUSY, problem);
            case AWAY -> failed(command, AWAY, problem);
            case HARDWARE -> failed(command, HARDWARE, problem);
            case DENIED -> failed(command, DENIED, problem);
        };
    }

    /** Says that a board threw what it must not throw. */
    static ErrorMessage defect(Command command) {
        return failed(command, HARDWARE, new IllegalStateException("see the gateway's log"));
    }

    private static ErrorMessage failed(Command command, String error, Exception problem) {
        return new ErrorMessage(
                command.topic(),
                error,
                "GPIO " + command.pin().number() + " cannot be "
                        + (command.level().isPresent() ? "written" : "read") + ": " + problem.getMessage());
    }

    /** The three documented keys, in the documented order. */
    String json() {
        return Json.object("topic", topic, "error", error, "long_description", description);
    }

    private static String printable(String input) {
        return cut(input, INPUT_LENGTH).replaceAll("[^ -~]", "?");
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end) + "...";
    }
}
