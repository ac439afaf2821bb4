// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.edgepin.gpio.logged.Logged;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageTest {

    private final Exception gone = new MqttException(new ConnectException("Connection refused"));

    private final Logged logged = new Logged();

    @AfterEach
    void close() {
        logged.close();
    }

    @Test
    void isLoggedOnceWhenItBeginsAndOnceWhenItEnds() {
        var outage = outage(Duration.ofMinutes(1));
        outage.over();
        outage.begin(gone);
        outage.begin(new IOException("no route"));
        outage.over();
        outage.begin(gone);

        assertThat(logged.lines())
                .containsExactly(
                        "INFO mqtt main: connected to broker tcp://h",
                        "WARNING mqtt main: cannot use broker tcp://h, still trying: Connection refused",
                        "INFO mqtt main: broker tcp://h is back after 0 s",
                        "WARNING mqtt main: cannot use broker tcp://h, still trying: Connection refused");
    }

    @Test
    void isNotMentionedWhileABrokerThatStartsWithUsIsLate() {
        var outage = outage(Duration.ofMinutes(1));
        outage.begin(gone);
        outage.begin(gone);
        outage.over();

        assertThat(logged.lines()).containsExactly("INFO mqtt main: connected to broker tcp://h");
    }

    @Test
    void isMentionedWhenABrokerIsTooLate() {
        var outage = outage(Duration.ZERO);
        outage.begin(gone);
        outage.begin(gone);

        assertThat(logged.warnings()).hasSize(1);
    }

    @Test
    void isMentionedAtOnceIfTheBrokerIsThereAndRefuses() {
        var outage = outage(Duration.ofMinutes(1));
        outage.begin(new MqttException(MqttException.REASON_CODE_NOT_AUTHORIZED));

        assertThat(logged.warnings()).hasSize(1);
    }

    private static Outage outage(Duration patience) {
        return new Outage(LoggerFactory.getLogger(OutageTest.class), "mqtt main", "tcp://h", patience);
    }
}
