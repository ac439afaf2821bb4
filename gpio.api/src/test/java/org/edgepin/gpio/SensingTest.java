// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SensingTest {

    @Test
    void saysWhetherThePinReportsByItselfOrIsLookedAt() {
        assertThat(Sensing.INTERRUPT.polled()).isFalse();
        assertThat(Sensing.INTERRUPT).hasToString("interrupt");
        assertThat(new Sensing(Duration.ofMillis(20)).polled()).isTrue();
        assertThat(new Sensing(Duration.ofMillis(20))).hasToString("polled every 20 ms");
        assertThat(new Sensing(Duration.ofSeconds(60))).hasToString("polled every 60000 ms");
    }

    @Test
    void writesAPeriodThatIsNotWholeMillisecondsInMicroseconds() {
        assertThat(new Sensing(Duration.ofNanos(1_500_000))).hasToString("polled every 1500 µs");
        assertThat(new Sensing(Duration.ofNanos(250_000))).hasToString("polled every 250 µs");
    }

    @Test
    void refusesANegativePeriod() {
        assertThatThrownBy(() -> new Sensing(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("period must not be negative: PT-0.001S");
    }
}
