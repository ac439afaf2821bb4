// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.edgepin.gpio.endpoint.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestSettingsTest {

    private static Map<String, Object> with(Object... keysAndValues) {
        var properties = new HashMap<String, Object>(Map.of(
                "max_body_bytes", 65_536,
                "max_streams", 256,
                "stream_events", 512,
                "history_events", 4_096,
                "heartbeat_ms", 15_000,
                "service.pid", RestConfig.PID));
        for (var i = 0; i < keysAndValues.length; i += 2) {
            properties.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return properties;
    }

    @Test
    void theDefaultsOfTheKeysAreTheUsualSettings() throws Exception {
        assertThat(Settings.of(with())).isEqualTo(Settings.USUAL);
    }

    @Test
    void aChangeIsTakenAndAMistakeChangesNothing() {
        var settings = new RestSettings(with("max_streams", "7"));
        assertThat(settings.get().maxStreams()).isEqualTo(7);

        settings.modified(with("max_streams", "8", "heartbeat_ms", "soon"));
        assertThat(settings.get().maxStreams()).isEqualTo(7);

        settings.modified(with("max_streams", "8", "heartbeat_ms", "500"));
        assertThat(settings.get().maxStreams()).isEqualTo(8);
        assertThat(settings.get().heartbeat()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void theDefaultsHoldUntilThereIsARightFile() {
        assertThat(new RestSettings(with("max_streams", "7", "max_stream", "7")).get())
                .isEqualTo(Settings.USUAL);
    }

    @ParameterizedTest
    @CsvSource({
        "max_body_bytes, 255, must be a whole number from 256 to 1048576",
        "max_streams, 0, must be a whole number from 1 to 10000",
        "stream_events, many, must be a whole number from 16 to 100000",
        "history_events, -1, must be a whole number from 0 to 1000000",
        "heartbeat_ms, 25001, must be a whole number from 100 to 25000",
        "heartbeat_ms, '', must be a whole number from 100 to 25000",
        "max_stream, 7, unknown key; did you mean max_streams?",
    })
    void aMistakeIsRefusedWithTheKeyTheValueAndWhatWouldBeRight(String key, String value, String reason) {
        assertThatThrownBy(() -> Settings.of(with(key, value)))
                .isInstanceOf(RefusedException.class)
                .hasMessage(key + " = " + value + ": " + reason);
    }
}
