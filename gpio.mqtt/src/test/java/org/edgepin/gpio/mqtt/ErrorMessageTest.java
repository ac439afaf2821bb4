// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.edgepin.gpio.AccessDeniedException;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.GpioHardwareException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.LineBusyException;
import org.edgepin.gpio.NoSuchPinException;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinNotConfiguredException;
import org.edgepin.gpio.Role;
import org.junit.jupiter.api.Test;

class ErrorMessageTest {

    private static final PinId PIN = new PinId("main", 22);
    private static final String TOPIC = "gpio/my-core-thing/22/write";

    @Test
    void isTheDocumentedOneForAnInput() {
        assertThat(ErrorMessage.input(new Command(TOPIC, PIN, Optional.of(Level.HIGH)))
                        .json())
                .isEqualTo("{\"topic\": \"gpio/my-core-thing/22/write\", \"error\": \"Invalid GPIO operation\","
                        + " \"long_description\": \"GPIO 22 is configured as an INPUT GPIO."
                        + " Write operations are not permitted.\"}");
    }

    @Test
    void isTheSameForAPinThatIsUnusedAndOneThatIsNotThere() {
        var expected = "{\"topic\": \"gpio/my-core-thing/22/write\", \"error\": \"Invalid GPIO operation\","
                + " \"long_description\": \"GPIO 22 is not configured.\"}";

        assertThat(write(new PinNotConfiguredException(PIN))).isEqualTo(expected);
        assertThat(write(new NoSuchPinException(PIN))).isEqualTo(expected);
        assertThat(ErrorMessage.notConfigured(TOPIC, "22").json()).isEqualTo(expected);
    }

    @Test
    void saysThatTheRoleDoesNotAllowIt() {
        var viewer = new Caller("mqtt main", "mqtt tcp://127.0.0.1:1883", Role.VIEWER);

        assertThat(write(new AccessDeniedException(viewer, Role.OPERATOR, "write main/22=1")))
                .isEqualTo("{\"topic\": \"gpio/my-core-thing/22/write\", \"error\": \"GPIO access denied\","
                        + " \"long_description\": \"GPIO 22 cannot be written: cannot write main/22=1:"
                        + " needs the role operator, and mqtt main is viewer\"}");
    }

    @Test
    void saysWhatAPinCannotDo() {
        assertThat(write(new PinCapabilityException(PIN, "differs too much")))
                .isEqualTo("{\"topic\": \"gpio/my-core-thing/22/write\", \"error\": \"Invalid GPIO operation\","
                        + " \"long_description\": \"GPIO 22 cannot be written: main/22: differs too much\"}");
    }

    @Test
    void saysWhyABoardCouldNot() {
        assertThat(write(new BoardAwayException("main", "no adapter")))
                .isEqualTo("{\"topic\": \"gpio/my-core-thing/22/write\", \"error\": \"GPIO board away\","
                        + " \"long_description\": \"GPIO 22 cannot be written: main: board is away, no adapter\"}");
        assertThat(write(new LineBusyException(PIN, "gpioset")))
                .isEqualTo("{\"topic\": \"gpio/my-core-thing/22/write\", \"error\": \"GPIO line busy\","
                        + " \"long_description\": \"GPIO 22 cannot be written: main/22: held by 'gpioset'\"}");
        assertThat(ErrorMessage.of(
                                new Command("gpio/edgepin/22/read", PIN, Optional.empty()),
                                new GpioHardwareException("cannot read main/22", new IOException("no acknowledge")))
                        .json())
                .isEqualTo("{\"topic\": \"gpio/edgepin/22/read\", \"error\": \"GPIO hardware failure\","
                        + " \"long_description\": \"GPIO 22 cannot be read: cannot read main/22: no acknowledge\"}");
    }

    @Test
    void tellsAWrongPinFromAWrongValueAndARetainedCommand() {
        assertThat(ErrorMessage.notANumber("gpio/edgepin/abc/write", "abc").json())
                .isEqualTo("{\"topic\": \"gpio/edgepin/abc/write\", \"error\": \"Invalid GPIO number\","
                        + " \"long_description\": \"'abc' is not a GPIO number."
                        + " It must be digits without leading zeros.\"}");
        assertThat(ErrorMessage.badValue(TOPIC, "22", "ON".getBytes(UTF_8)).json())
                .isEqualTo("{\"topic\": \"gpio/my-core-thing/22/write\", \"error\": \"Invalid GPIO value\","
                        + " \"long_description\": \"GPIO 22 cannot be set to 'ON'."
                        + " The payload must be 0 or 1, as an integer or a string.\"}");
        assertThat(ErrorMessage.retained(TOPIC).json())
                .isEqualTo("{\"topic\": \"gpio/my-core-thing/22/write\", \"error\": \"Retained GPIO command\","
                        + " \"long_description\": \"A retained message is not a command:"
                        + " it would be repeated at each connect.\"}");
    }

    @Test
    void staysShortAndReadableWhateverComes() {
        var huge = new byte[4_000_000];
        huge[0] = '"';
        huge[1] = '\n';

        var ofPayload = ErrorMessage.badValue(TOPIC, "22", huge).json();
        var ofTopic = ErrorMessage.notANumber(
                        "gpio/edgepin/" + "\u00e4\"\n".repeat(20_000) + "/write", "x".repeat(60_000))
                .json();

        assertThat(ofPayload).contains("'\\\"???????????????????????...'").matches("[ -~]{0,600}");
        assertThat(ofTopic).contains("gpio/edgepin/\\u00e4\\\"\\u000a").matches("[ -~]{0,1800}");
    }

    @Test
    void neverCutsACharacterInTwo() {
        var json = ErrorMessage.retained("x".repeat(199) + "\ud83d\ude00".repeat(20))
                .json();

        assertThat(json).contains("xxx...\"").doesNotContain("ud83d");
    }

    private static String write(GpioException problem) {
        return ErrorMessage.of(new Command(TOPIC, PIN, Optional.of(Level.HIGH)), problem)
                .json();
    }
}
