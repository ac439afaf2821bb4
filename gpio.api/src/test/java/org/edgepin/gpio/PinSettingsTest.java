// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PinSettingsTest {

    private static PinSettings.Input debounced(Duration debounce) {
        return new PinSettings.Input(Bias.AS_IS, Set.of(), debounce);
    }

    @Test
    void takesADebounceFromNothingToTenSeconds() {
        assertThat(debounced(Duration.ZERO).debounce()).isZero();
        assertThat(debounced(Duration.ofNanos(1_000)).debounce()).isEqualTo(Duration.ofNanos(1_000));
        assertThat(debounced(Duration.ofSeconds(10)).debounce()).isEqualTo(PinSettings.Input.MAX_DEBOUNCE);
    }

    @Test
    void refusesADebounceThatNoBoardCouldKeep() {
        assertThatThrownBy(() -> debounced(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("debounce must be whole microseconds from 0 to 10 seconds: PT-0.001S");
        assertThatThrownBy(() -> debounced(Duration.ofNanos(500))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> debounced(Duration.ofMillis(10_001))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> debounced(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anInputReportsBothEdgesUnlessToldOtherwise() {
        assertThat(new PinSettings.Input(Bias.PULL_UP))
                .isEqualTo(new PinSettings.Input(Bias.PULL_UP, EnumSet.allOf(Edge.class), Duration.ZERO));
    }

    @Test
    void anOutputKeepsTheLevelOfThePinUnlessToldOtherwise() {
        assertThat(new PinSettings.Output())
                .isEqualTo(new PinSettings.Output(Bias.AS_IS, Drive.PUSH_PULL, Optional.empty()));
    }
}
