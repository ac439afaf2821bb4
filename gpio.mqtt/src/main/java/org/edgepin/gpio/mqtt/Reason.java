// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.io.EOFException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.jspecify.annotations.Nullable;

/** Why a broker cannot be used, for people; Paho's own texts are in the language of the machine. */
final class Reason {

    private Reason() {}

    static String of(@Nullable Throwable problem) {
        if (problem instanceof MqttException mqtt) {
            return ofMqtt(mqtt);
        }
        if (problem == null) {
            return "the connection was lost";
        }
        if (problem instanceof EOFException) {
            return "the broker has closed the connection";
        }
        if (problem instanceof UnknownHostException) {
            return "unknown host " + problem.getMessage();
        }
        if (problem instanceof NoSuchFileException) {
            return "no such file, or not readable";
        }
        var message = problem.getMessage();
        return message == null || message.isBlank() ? problem.getClass().getSimpleName() : message;
    }

    private static String ofMqtt(MqttException problem) {
        return switch (problem.getReasonCode()) {
            case MqttException.REASON_CODE_INVALID_PROTOCOL_VERSION -> "the broker does not speak MQTT 3.1.1";
            case MqttException.REASON_CODE_INVALID_CLIENT_ID -> "the broker refuses the client_id";
            case MqttException.REASON_CODE_BROKER_UNAVAILABLE -> "the broker refuses connections at the moment";
            case MqttException.REASON_CODE_FAILED_AUTHENTICATION -> "wrong user or .password";
            case MqttException.REASON_CODE_NOT_AUTHORIZED -> "not authorized: wrong user or .password, or no access";
            case MqttException.REASON_CODE_CLIENT_TIMEOUT -> "the broker does not answer";
            case MqttException.REASON_CODE_WRITE_TIMEOUT -> "the broker does not take data";
            case MqttException.REASON_CODE_CLIENT_NOT_CONNECTED,
                    MqttException.REASON_CODE_CLIENT_DISCONNECTING,
                    MqttException.REASON_CODE_CONNECTION_LOST ->
                problem.getCause() == null ? of(null) : of(problem.getCause());
            default -> problem.getCause() == null ? String.valueOf(problem.getMessage()) : of(problem.getCause());
        };
    }

    /** Whether the broker was there and has refused us, so that waiting alone will not help. */
    static boolean refused(Throwable problem) {
        return problem instanceof MqttException mqtt
                && mqtt.getReasonCode() > 0
                && mqtt.getReasonCode() <= MqttException.REASON_CODE_NOT_AUTHORIZED
                && mqtt.getReasonCode() != MqttException.REASON_CODE_BROKER_UNAVAILABLE;
    }
}
