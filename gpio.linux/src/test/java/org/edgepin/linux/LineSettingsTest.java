// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LineSettingsTest {

    @Test
    void aDebounceIsWholeMicrosecondsThatFitThirtyTwoBits() {
        Duration longest = Duration.ofNanos(4_294_967_295_000L);

        assertThat(LineSettings.input().withDebounce(longest).debounce()).isEqualTo(longest);
        for (Duration wrong :
                new Duration[] {longest.plusNanos(1000), Duration.ofNanos(1500), Duration.ofNanos(-1000)}) {
            assertThatThrownBy(() -> LineSettings.input().withDebounce(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("debounce must be 0 to 4294967295 whole microseconds, not " + wrong);
        }
    }

    @Test
    void oneSettingIsChangedAndTheOthersStay() {
        LineSettings.Input input = LineSettings.input()
                .withEdges(LineEdges.RISING)
                .withBias(LineBias.PULL_UP)
                .withDebounce(Duration.ofMillis(1))
                .withActiveLow(true)
                .withClock(EventClock.REALTIME);
        LineSettings.Output output = LineSettings.output(false)
                .withActive(true)
                .withDrive(LineDrive.OPEN_DRAIN)
                .withBias(LineBias.PULL_UP)
                .withActiveLow(true);

        assertThat(input)
                .isEqualTo(new LineSettings.Input(
                        LineEdges.RISING, LineBias.PULL_UP, Duration.ofMillis(1), true, EventClock.REALTIME));
        assertThat(output).isEqualTo(new LineSettings.Output(true, LineDrive.OPEN_DRAIN, LineBias.PULL_UP, true));
    }
}
