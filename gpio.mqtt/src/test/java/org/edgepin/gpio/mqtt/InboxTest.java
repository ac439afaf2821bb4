// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.logged.Logged;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxTest {

    private static final String WRITE = "gpio/edgepin/27/write";

    private final Settings settings = new Configuration("main").settings();
    private final Messages messages = new Messages(settings);
    private final Outbox outbox = new Outbox("mqtt main", messages, new Series(Map.of()), 10);
    private final List<Command> commands = new ArrayList<>();
    private final Logged logged = new Logged();
    private final Inbox inbox = new Inbox(settings, commands::add, new Refusals(settings, messages, outbox));

    @AfterEach
    void close() {
        logged.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"1\""})
    void takesOneAsAnIntegerAndAsAString(String payload) {
        inbox.arrived(WRITE, payload.getBytes(ISO_8859_1), false);

        assertThat(commands).containsExactly(new Command(WRITE, new PinId("main", 27), Optional.of(Level.HIGH)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "\"0\""})
    void takesZeroAsAnIntegerAndAsAString(String payload) {
        inbox.arrived(WRITE, payload.getBytes(ISO_8859_1), false);

        assertThat(commands).containsExactly(new Command(WRITE, new PinId("main", 27), Optional.of(Level.LOW)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1 ",
                " 1",
                "1\n",
                "1\r\n",
                "01",
                "+1",
                "-1",
                "2",
                "10",
                "1.0",
                "true",
                "ON",
                "high",
                "null",
                "'1'",
                "\"1",
                "1\"",
                "\"1\" ",
                "\"01\"",
                "{\"value\":1}",
                "[1]",
                "\u0000",
                "1\u0000",
                "\u00ff\u00fe",
                "\u00b9",
                "\u0661"
            })
    void refusesAnyOtherValue(String payload) throws Exception {
        inbox.arrived(WRITE, payload.getBytes(ISO_8859_1), false);

        assertThat(commands).isEmpty();
        assertThat(answer()).contains("\"error\": \"Invalid GPIO value\"", "\"topic\": \"" + WRITE + "\"");
    }

    @Test
    void refusesTheRightValueInAWrongEncoding() throws Exception {
        inbox.arrived(WRITE, "1".getBytes(UTF_16), false);

        assertThat(commands).isEmpty();
        assertThat(answer()).contains("'???1'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Hello from GPIO 6!", "\u0000\u00ff", "0"})
    void takesAReadWhateverItsPayload(String payload) {
        inbox.arrived("gpio/edgepin/6/read", payload.getBytes(ISO_8859_1), false);

        assertThat(commands)
                .containsExactly(new Command("gpio/edgepin/6/read", new PinId("main", 6), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "-1", "+5", "05", "5.0", "0x5", " 5", "\u0665", "GPIO5", "main/5"})
    void refusesAPinThatIsNotANumber(String pin) throws Exception {
        inbox.arrived("gpio/edgepin/" + pin + "/write", new byte[] {'1'}, false);

        assertThat(commands).isEmpty();
        if (!pin.contains("/")) {
            assertThat(answer()).contains("\"error\": \"Invalid GPIO number\"");
        }
    }

    @Test
    void saysThatANumberTooLongForAPinIsNotConfigured() throws Exception {
        inbox.arrived("gpio/edgepin/99999999999999999999/read", new byte[0], false);

        assertThat(answer()).contains("GPIO 99999999999999999999 is not configured.");
    }

    @ParameterizedTest
    @ValueSource(strings = {WRITE, "gpio/edgepin/27/read", "gpio/edgepin/abc/write"})
    void refusesARetainedMessage(String topic) throws Exception {
        inbox.arrived(topic, new byte[] {'1'}, true);

        assertThat(commands).isEmpty();
        assertThat(answer()).contains("\"error\": \"Retained GPIO command\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpio/other/27/write", "gpio/edgepin/27/state", "gpio/edgepin/27/28/write", "x"})
    void ignoresWhatIsNotForIt(String topic) throws Exception {
        inbox.arrived(topic, new byte[] {'1'}, false);

        assertThat(commands).isEmpty();
        assertThat(outbox.drained()).isTrue();
    }

    @Test
    void logsOneLineOfAKindAndNotAThousand() {
        for (var i = 0; i < 1_000; i++) {
            inbox.arrived(WRITE, new byte[] {'x'}, false);
            inbox.arrived(WRITE, new byte[] {'1'}, true);
        }

        // the third kind: more errors than fit
        assertThat(logged.warnings()).hasSize(3);
        assertThat(logged.warnings().get(0)).contains("command refused", "Invalid GPIO value");
    }

    private String answer() throws InterruptedException {
        var flight = Objects.requireNonNull(outbox.next(() -> false, TimeUnit.SECONDS.toNanos(1)));
        assertThat(flight.messages()).hasSize(1);
        assertThat(flight.messages().get(0).topic()).isEqualTo("gpio/edgepin/error");
        assertThat(flight.messages().get(0).retained()).isFalse();
        return flight.messages().get(0).text();
    }
}
