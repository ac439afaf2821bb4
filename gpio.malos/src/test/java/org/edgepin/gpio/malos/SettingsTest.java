// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.endpoint.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void theDefaultsAreThePortsOfMatrixCoreOnLoopback() {
        var settings = new Configuration().settings();

        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.open()).isFalse();
        assertThat(settings.port()).isEqualTo(20_049);
        assertThat(settings.infoPort()).isEqualTo(20_012);
        assertThat(settings.servoPort()).hasValue(20_045);
        assertThat(settings.board()).isEmpty();
        assertThat(settings.pins()).isEqualTo(IntStream.range(0, 16).boxed().toList());
        assertThat(settings.setsPin0()).isTrue();
        assertThat(settings.role()).isEqualTo(Role.ADMIN);
    }

    @Test
    void takesWhatAFileSays() {
        var settings = new Configuration()
                .with("host", "0.0.0.0")
                .with("port", "30000")
                .with("info_port", "30004")
                .with("servo_port", "0")
                .with("board", "shed")
                .with("pins", "5,6,27")
                .with("config_without_gpio_sets_pin_0", "false")
                .with("role", "operator")
                .settings();

        assertThat(settings.open()).isTrue();
        assertThat(settings.servoPort()).isEmpty();
        assertThat(settings.pins()).containsExactly(5, 6, 27);
        assertThat(settings.setsPin0()).isFalse();
        assertThat(settings.role()).isEqualTo(Role.OPERATOR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3"})
    void loopbackIsNotOpen(String host) {
        assertThat(new Configuration().with("host", host).settings().open()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.168.1.20", "10.0.0.255"})
    void anythingElseIs(String host) {
        assertThat(new Configuration().with("host", host).settings().open()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "host|gateway|must be an IPv4 address",
                "host|::1|must be an IPv4 address",
                "host|1.2.3|must be an IPv4 address",
                "host|1.2.3.256|must be an IPv4 address",
                "host|1.2.3.4.|must be an IPv4 address",
                "host|''|must be an IPv4 address",
                "port|0|must be a whole number from 1 to 65532",
                "port|65533|must be a whole number from 1 to 65532",
                "port|20046|servo_port = 20045: must be at least 4 ports away from port = 20046",
                "port|20010|info_port = 20012: must not be one of the four ports from port = 20010 on",
                "servo_port|20052|must be at least 4 ports away from port = 20049",
                "servo_port|20009|info_port = 20012 must not be one of its four ports",
                "servo_port|no|must be a whole number from 0 to 65532",
                "info_port|65536|must be a whole number from 1 to 65535",
                "board|my board|must be the name of a board",
                "pins|5,6,|must be 1 to 16 pin numbers",
                "pins|5, 6|must be 1 to 16 pin numbers",
                "pins|0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16|must be 1 to 16 pin numbers",
                "pins|5,6,5|a pin is there twice",
                "config_without_gpio_sets_pin_0|yes|must be true or false",
                "role|root|must be viewer, operator or admin",
                "prot|20049|unknown key",
                "host|$[env:NOWHERE]|nothing was found for it",
            })
    void refusesWhatIsWrongAndSaysWhatWouldBeRight(String key, String value, String reason) {
        var properties = new Configuration().with(key, value).properties();

        assertThatThrownBy(() -> Settings.of(properties))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(reason);
    }
}
