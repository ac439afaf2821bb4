// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.edgepin.gpio.mqtt.Topics.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

    private final Topics topics = new Topics("edgepin");

    @Test
    void areThoseOfTheConnector() {
        assertThat(topics.state(27)).isEqualTo("gpio/edgepin/27/state");
        assertThat(topics.error()).isEqualTo("gpio/edgepin/error");
        assertThat(topics.commands()).containsExactly("gpio/edgepin/+/read", "gpio/edgepin/+/write");
    }

    @Test
    void ofEdgepinAloneStandBesideTheConnector() {
        assertThat(topics.edge(27)).isEqualTo("edgepin/edgepin/27/edge");
        assertThat(topics.gap(27)).isEqualTo("edgepin/edgepin/27/gap");
        assertThat(topics.board()).isEqualTo("edgepin/edgepin/board");
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "gpio/edgepin/27/write,27,true",
                "gpio/edgepin/27/read,27,false",
                "gpio/edgepin/abc/write,abc,true",
                "gpio/edgepin//read,'',false",
                "gpio/edgepin/ 5/read, 5,false",
                "gpio/edgepin/-1/write,-1,true"
            })
    void nameThePinAsItWasWritten(String topic, String pin, boolean write) {
        assertThat(topics.request(topic)).contains(new Request(pin, write));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpio/other/27/write",
                "gpio/edgepin/27/state",
                "gpio/edgepin/error",
                "gpio/edgepin/read",
                "gpio/edgepin/write",
                "gpio/edgepin/27/28/write",
                "gpio/edgepin/27/write/",
                "gpio/edgepin/27/WRITE",
                "Gpio/edgepin/27/write",
                "/gpio/edgepin/27/write",
                "edgepin/edgepin/27/write",
                "gpio/edgepin/27write",
                ""
            })
    void ofAnythingElseAreNoCommands(String topic) {
        assertThat(topics.request(topic)).isEmpty();
    }
}
