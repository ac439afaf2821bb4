// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.PinSettings;
import org.junit.jupiter.api.Test;

class GroupingTest {

    private static final PinSettings INPUT = new PinSettings.Input(Bias.PULL_UP);
    private static final PinSettings OUTPUT = new PinSettings.Output();

    private static NavigableMap<Integer, PinSettings> pins(int from, int to, PinSettings settings) {
        var pins = new TreeMap<Integer, PinSettings>();
        IntStream.range(from, to).forEach(pin -> pins.put(pin, settings));
        return pins;
    }

    @Test
    void allOutputsShareOneRequestSoThatTheyAreWrittenInOneCall() {
        var pins = pins(0, 28, OUTPUT);

        assertThat(Grouping.of(pins)).containsExactly(pins);
    }

    @Test
    void outputsOfDifferentKindsDoTooAsFarAsTheKernelCan() {
        var pins = new TreeMap<Integer, PinSettings>();
        for (var bias : Bias.values()) {
            for (var drive : Drive.values()) {
                pins.put(pins.size(), new PinSettings.Output(bias, drive, Optional.empty()));
            }
        }
        assertThat(pins).hasSize(12);

        assertThat(Grouping.of(pins)).extracting(Map::size).containsExactly(9, 3);
    }

    @Test
    void aRequestHasAtMost64Lines() {
        assertThat(Grouping.of(pins(0, 65, OUTPUT))).extracting(Map::size).containsExactly(64, 1);
    }

    @Test
    void inputsAreRequestedByFives() {
        assertThat(Grouping.of(pins(0, 12, INPUT)))
                .extracting(Map::keySet)
                .containsExactly(Set.of(0, 1, 2, 3, 4), Set.of(5, 6, 7, 8, 9), Set.of(10, 11));
    }

    @Test
    void inputsAndOutputsDoNotShare() {
        var pins = pins(0, 3, INPUT);
        pins.putAll(pins(3, 5, OUTPUT));

        assertThat(Grouping.of(pins)).containsExactlyInAnyOrder(pins(0, 3, INPUT), pins(3, 5, OUTPUT));
        assertThat(Grouping.of(new TreeMap<>())).isEmpty();
    }
}
