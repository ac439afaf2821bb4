// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private static final Duration MIN = Duration.ofMillis(500);
    private static final Duration MAX = Duration.ofSeconds(30);

    @Test
    void doublesUpToTheLongest() {
        var backOff = new BackOff(MIN, MAX, () -> 0);

        assertThat(Stream.generate(backOff::pause).limit(8).map(Duration::toMillis))
                .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L);
    }

    @Test
    void isByChanceUpToHalfAsLongAgain() {
        var backOff = new BackOff(MIN, MAX, () -> 0.999_999);

        assertThat(Stream.generate(backOff::pause).limit(8).map(Duration::toMillis))
                .containsExactly(750L, 1_500L, 3_000L, 6_000L, 12_000L, 24_000L, 30_000L, 30_000L);
    }

    @Test
    void beginsAnew() {
        var backOff = new BackOff(MIN, MAX, () -> 0);
        backOff.pause();
        backOff.pause();

        backOff.reset();

        assertThat(backOff.pause()).isEqualTo(MIN);
    }
}
