// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.UnknownHostException;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonTest {

    @ParameterizedTest
    @ValueSource(
            shorts = {
                MqttException.REASON_CODE_CLIENT_NOT_CONNECTED,
                MqttException.REASON_CODE_CLIENT_DISCONNECTING,
                MqttException.REASON_CODE_CONNECTION_LOST
            })
    void aPublishThatFailsBeforeTheLossIsReportedSaysThatTheConnectionWasLost(short code) {
        assertThat(Reason.of(new MqttException(code))).isEqualTo("the connection was lost");
    }

    @Test
    void theCauseIsToldWhereThereIsOne() {
        assertThat(Reason.of(new MqttException(MqttException.REASON_CODE_CONNECTION_LOST, new EOFException())))
                .isEqualTo("the broker has closed the connection");
        assertThat(Reason.of(new MqttException(new UnknownHostException("nowhere"))))
                .isEqualTo("unknown host nowhere");
    }
}
