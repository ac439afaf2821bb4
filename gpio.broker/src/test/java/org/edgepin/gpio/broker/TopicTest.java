// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {

    /** Those of the standard's section 4.7, and the connector's. */
    @ParameterizedTest
    @CsvSource({
        "gpio/edgepin/27/state, gpio/edgepin/27/state",
        "gpio/+/+/write, gpio/edgepin/27/write",
        "gpio/#, gpio/edgepin/27/state",
        "sport/tennis/player1/#, sport/tennis/player1",
        "sport/#, sport",
        "#, a/b",
        "+/+, /finance",
        "/+, /finance",
        "+, finance",
        "sport/+, sport/",
        "$SYS/#, $SYS/monitor",
        "/, /",
        "a//b, a//b",
        "a/+/b, a//b",
    })
    void aFilterMatches(String filter, String name) {
        assertThat(Topic.of(filter).matches(Topic.of(name))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "gpio/+/write, gpio/edgepin/27/write",
        "sport/+, sport",
        "+, /finance",
        "sport/tennis, sport",
        "sport, sport/tennis",
        "Sport, sport",
        "#, $SYS/monitor",
        "+/monitor, $SYS/monitor",
        "a/b, a/b/",
    })
    void aFilterDoesNotMatch(String filter, String name) {
        assertThat(Topic.of(filter).matches(Topic.of(name))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/+", "#", "a#", "a\0b", "not utf-8 \uFFFD"})
    void nobodyPublishesOn(String name) {
        assertThat(Topic.wrongName(name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/#/b", "a#", "#a", "a+", "+a/b", "a\0b", "not utf-8 \uFFFD"})
    void nobodySubscribesTo(String filter) {
        assertThat(Topic.wrongFilter(filter)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/", "gpio/+/+/read", "+", "#", "a/#", "straße/温度", " "})
    void anybodySubscribesTo(String filter) {
        assertThat(Topic.wrongFilter(filter)).isEmpty();
    }

    @Test
    void aTopicHasAtMost200Levels() {
        assertThat(Topic.wrongName("/".repeat(199))).isEmpty();
        assertThat(Topic.wrongName("/".repeat(200))).hasValue("a topic of more than 200 levels");
        assertThat(Topic.wrongFilter("+/".repeat(200) + "#")).hasValue("a topic of more than 200 levels");
    }
}
