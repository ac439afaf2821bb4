// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageTest {

    private static final String GONE = "Connection refused";

    private final Logged logged = new Logged();

    @AfterEach
    void close() {
        logged.close();
    }

    @Test
    void isLoggedOnceWhenItBeginsAndOnceWhenItEnds() {
        var outage = outage(Duration.ofMinutes(1));
        outage.over(0);
        outage.begin(GONE, false);
        outage.begin("no route", false);
        outage.over(3);
        outage.begin(GONE, false);

        assertThat(logged.lines())
                .containsExactly(
                        "INFO mqtt main: connected to broker tcp://h",
                        "WARNING mqtt main: cannot use broker tcp://h, still trying: Connection refused",
                        "INFO mqtt main: broker tcp://h is back after 0 s, 3 edges lost",
                        "WARNING mqtt main: cannot use broker tcp://h, still trying: Connection refused");
    }

    @Test
    void isNotMentionedWhileABrokerThatStartsWithUsIsLate() {
        var outage = outage(Duration.ofMinutes(1));
        outage.begin(GONE, false);
        outage.begin(GONE, false);
        outage.over(0);

        assertThat(logged.lines()).containsExactly("INFO mqtt main: connected to broker tcp://h");
    }

    @Test
    void isMentionedWhenABrokerIsTooLate() {
        var outage = outage(Duration.ZERO);
        outage.begin(GONE, false);
        outage.begin(GONE, false);

        assertThat(logged.warnings()).hasSize(1);
    }

    @Test
    void isMentionedAtOnceIfTheBrokerIsThereAndRefuses() {
        var outage = outage(Duration.ofMinutes(1));
        outage.begin("wrong password", true);

        assertThat(logged.warnings()).hasSize(1);
    }

    private static Outage outage(Duration patience) {
        return new Outage(LoggerFactory.getLogger(OutageTest.class), "mqtt main", "tcp://h", patience);
    }
}
