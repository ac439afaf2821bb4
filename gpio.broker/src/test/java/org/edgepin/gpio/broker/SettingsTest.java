// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.edgepin.gpio.broker.Fixtures.defaults;
import static org.edgepin.gpio.broker.Fixtures.with;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.edgepin.gpio.endpoint.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void keysAndDefaultsAreThoseOfTheReadme() throws Exception {
        assertThat(defaults())
                .isEqualTo(Map.of(
                        "enabled", true,
                        "host", "127.0.0.1",
                        "port", 1883,
                        "max_clients", 50,
                        "max_message_bytes", 65_536,
                        "max_queued_bytes", 262_144,
                        "max_retained_bytes", 8_388_608));
        var settings = Settings.of(defaults());
        assertThat(settings.address()).hasToString("/127.0.0.1:1883");
        assertThat(settings).isEqualTo(new Settings(true, settings.address(), 50, 65_536, 262_144, 8_388_608));
    }

    @Test
    void theDefaultFileNamesAllKeysWithTheirDefaults() throws Exception {
        var file = Files.readString(Path.of("src/main/etc", BrokerConfig.PID + ".cfg"));
        var properties = new Properties();
        properties.load(new StringReader(file.replace("#max_", "max_")));

        var read = new HashMap<String, Object>();
        properties.forEach((key, value) -> read.put((String) key, value));

        assertThat(read.keySet()).isEqualTo(defaults().keySet());
        assertThat(Settings.of(read)).isEqualTo(Settings.of(defaults()));
    }

    @Test
    void theTextOfAFileIsRead() throws Exception {
        var settings = Settings.of(with("enabled", "false", "host", " ::1 ", "port", "1884 ", "max_clients", "7"));

        assertThat(settings.enabled()).isFalse();
        assertThat(settings.address()).hasToString("/[0:0:0:0:0:0:0:1]:1884");
        assertThat(settings.maxClients()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "localhost"})
    void thisMachineIsServed(String host) throws Exception {
        assertThat(Settings.of(with("host", host)).address().getAddress().isLoopbackAddress())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.7"})
    void otherMachinesAreNot(String host) {
        assertThatThrownBy(() -> Settings.of(with("host", host)))
                .isInstanceOf(RefusedException.class)
                .hasMessage("host = " + host + ": must be a loopback address, for this broker knows no passwords and no"
                        + " TLS; for clients on other machines use Mosquitto or another broker");
    }

    @ParameterizedTest
    @CsvSource({
        "enabled, yes, must be true or false",
        "enabled, '', must be true or false",
        "host, broker.example, 'must be 127.0.0.1, ::1, localhost or another loopback address'",
        "host, '', 'must be 127.0.0.1, ::1, localhost or another loopback address'",
        "port, 0, must be a whole number from 1 to 65535",
        "port, 65536, must be a whole number from 1 to 65535",
        "port, -1, must be a whole number from 1 to 65535",
        "port, 1883.0, must be a whole number from 1 to 65535",
        "port, 99999999999, must be a whole number from 1 to 65535",
        "port, $[env:PORT], nothing was found for it",
        "max_clients, 0, must be a whole number from 1 to 10000",
        "max_message_bytes, 127, must be a whole number from 128 to 16777216",
        "max_queued_bytes, many, must be a whole number from 1024 to 1073741824",
        "max_queued_bytes, 65536, 'must be at least 65696, or no client could have a message of max_message_bytes = 65536'",
        "max_retained_bytes, 2147483648, must be a whole number from 1024 to 1073741824",
        "ports, 1884, 'unknown key; did you mean port?'",
        "tls, true, 'unknown key; there are enabled, host, max_clients, max_message_bytes, max_queued_bytes, max_retained_bytes, port'",
    })
    void aMistakeIsRefusedWithTheKeyTheValueAndWhatWouldBeRight(String key, String value, String reason) {
        assertThatThrownBy(() -> Settings.of(with(key, value)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(key + " = " + value + ": " + reason);
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        assertThatThrownBy(() -> Settings.of(with("port", "x", "enabled", "on")))
                .hasMessage("enabled = on: must be true or false; port = x: must be a whole number from 1 to 65535");
    }

    @Test
    void whatTheContainerAddsIsNoMistake() throws Exception {
        assertThat(Settings.of(with(
                        "service.pid",
                        BrokerConfig.PID,
                        "felix.fileinstall.filename",
                        "file:/etc/x.cfg",
                        "component.id",
                        3L,
                        "org.apache.karaf.features.configKey",
                        BrokerConfig.PID)))
                .isEqualTo(Settings.of(defaults()));
    }
}
