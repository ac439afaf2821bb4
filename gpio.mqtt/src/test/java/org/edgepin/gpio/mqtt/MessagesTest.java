// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinChange;
import org.edgepin.gpio.PinId;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final PinId PIN = new PinId("main", 5);
    private static final Instant TIME = Instant.parse("2026-11-20T19:33:34.1234Z");
    private static final EdgeEvent EDGE = new EdgeEvent(PIN, Edge.RISING, TIME, 0, 12);

    private final Messages messages = new Messages(new Configuration("main").settings());

    @Test
    void sayALevelAsOneBareDigit() {
        assertThat(messages.state(PIN, Level.HIGH)).isEqualTo(new Message("gpio/edgepin/5/state", "1", true));
        assertThat(messages.state(PIN, Level.LOW).payload()).containsExactly('0');
    }

    @Test
    void sayAnEdgeAsAStateAndWithItsNumber() {
        assertThat(messages.of(EDGE))
                .containsExactly(
                        new Message("gpio/edgepin/5/state", "1", true),
                        new Message(
                                "edgepin/edgepin/5/edge",
                                "{\"pin\": \"main/5\", \"level\": 1, \"sequence\": 12,"
                                        + " \"time\": \"2026-11-20T19:33:34.123400000Z\"}",
                                false));
    }

    @Test
    void sayAGapWithItsPlace() {
        assertThat(messages.of(new GapEvent(PIN, 13, 4, GapEvent.Place.HARDWARE, TIME)))
                .containsExactly(new Message(
                        "edgepin/edgepin/5/gap",
                        "{\"pin\": \"main/5\", \"first\": 13, \"lost\": 4, \"place\": \"hardware\","
                                + " \"time\": \"2026-11-20T19:33:34.123400000Z\"}",
                        false));
    }

    @Test
    void sayHowTheBoardIsAndThatItIsSimulated() {
        var status = new BoardStatus(
                "main", "Raspberry Pi", true, BoardStatus.State.AWAY, TIME, "", "", Optional.of("unplugged"));

        assertThat(messages.of(new BoardChange(status)))
                .containsExactly(new Message(
                        "edgepin/edgepin/board",
                        "{\"board\": \"main\", \"model\": \"Raspberry Pi\", \"simulated\": true, \"state\": \"away\","
                                + " \"since\": \"2026-11-20T19:33:34.123400000Z\", \"problem\": \"unplugged\"}",
                        true));
    }

    @Test
    void sayOnlineAndOffline() {
        assertThat(messages.status(true)).contains(new Message("edgepin/edgepin/status", "online", true));
        assertThat(messages.status(false)).contains(new Message("edgepin/edgepin/status", "offline", true));
    }

    @Test
    void sayNothingBesideTheConnectorIfSoConfigured() {
        var old = new Messages(new Configuration("old")
                .with("retain", "false")
                .with("event_topics", "false")
                .with("status_topic", "")
                .settings());

        assertThat(old.of(EDGE)).containsExactly(new Message("gpio/edgepin/5/state", "1", false));
        assertThat(old.of(new GapEvent(PIN, 1, 1, GapEvent.Place.BOARD, TIME))).isEmpty();
        assertThat(old.status(true)).isEmpty();
    }

    @Test
    void sayNothingOfSettings() {
        assertThat(messages.of(new PinChange(PIN))).isEmpty();
    }
}
