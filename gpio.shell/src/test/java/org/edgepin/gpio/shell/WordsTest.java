// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    private static final Set<Edge> BOTH = Set.of(Edge.RISING, Edge.FALLING);

    private static PinState pin(PinSettings settings) {
        return new FakeGpio()
                .put("main/5", "", settings, Optional.of(Level.HIGH))
                .peek("main/5");
    }

    @Test
    void leavesOutOfAPinsUseWhatGoesWithoutSaying() {
        assertThat(Words.use(pin(PinSettings.UNUSED))).isEqualTo("unused");
        assertThat(Words.use(pin(new PinSettings.Input(Bias.AS_IS)))).isEqualTo("input");
        assertThat(Words.use(pin(new PinSettings.Output()))).isEqualTo("output");
    }

    @Test
    void saysOfAPinsUseWhatDiffers() {
        assertThat(Words.use(pin(new PinSettings.Input(Bias.DISABLED, BOTH, Duration.ofNanos(1_500_000)))))
                .isEqualTo("input, no bias, debounce 1500 us");
        assertThat(Words.use(pin(new PinSettings.Input(Bias.PULL_DOWN, Set.of(Edge.RISING), Duration.ofMillis(5)))))
                .isEqualTo("input, pull-down, debounce 5 ms, rising only");
        assertThat(Words.use(pin(new PinSettings.Input(Bias.AS_IS, Set.of(), Duration.ZERO))))
                .isEqualTo("input, no edges");
        assertThat(Words.use(pin(new PinSettings.Output(Bias.PULL_UP, Drive.OPEN_SOURCE, Optional.empty()))))
                .isEqualTo("output, open-source, pull-up");
    }

    @Test
    void saysThatAPinIsPolled() {
        var gpio = new FakeGpio().input("main/5", "", Level.LOW).poll("main/5", Duration.ofMillis(20));

        assertThat(Words.use(gpio.peek("main/5"))).isEqualTo("input, pull-up, polled 20 ms");
        assertThat(Words.sensing(gpio.peek("main/5"))).isEqualTo("polled every 20 ms");
    }

    @Test
    void showsNoLevelThatIsUnknown() {
        var gpio = new FakeGpio().unused("main/5");

        assertThat(Words.level(gpio.peek("main/5"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "119, 119 s",
        "120, 2 min",
        "7199, 119 min",
        "7200, 2 h",
        "172799, 47 h",
        "172800, 2 d",
        "-5, 0 s"
    })
    void showsAnAgeInAUnitOfItsSize(long seconds, String age) {
        var now = Instant.parse("2026-11-20T12:00:00Z");

        assertThat(Words.age(now.minusSeconds(seconds), now)).isEqualTo(age);
    }

    @ParameterizedTest
    @CsvSource({
        "999, 0.999 us",
        "999999, 999.999 us",
        "1000000, 1.000 ms",
        "1500000000, 1.500 s",
        "7200000000000, 7200.000 s"
    })
    void showsAnIntervalInAUnitOfItsSize(long nanos, String interval) {
        assertThat(Words.interval(nanos)).isEqualTo(interval);
    }
}
