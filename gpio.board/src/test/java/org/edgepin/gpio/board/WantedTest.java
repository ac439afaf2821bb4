// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.junit.jupiter.api.Test;

class WantedTest {

    private static final PinSettings INPUT = new PinSettings.Input(Bias.DISABLED);
    private static final PinSettings PULLED = new PinSettings.Input(Bias.PULL_UP);
    private static final PinSettings HIGH = output(Drive.PUSH_PULL, Optional.of(Level.HIGH));
    private static final PinSettings LOW = output(Drive.PUSH_PULL, Optional.of(Level.LOW));
    private static final PinSettings ADOPTED = output(Drive.PUSH_PULL, Optional.empty());

    private static PinSettings output(Drive drive, Optional<Level> initial) {
        return new PinSettings.Output(Bias.AS_IS, drive, initial);
    }

    private static NavigableMap<Integer, PinPlan> plans(Object... pinsAndSettings) {
        var plans = new TreeMap<Integer, PinPlan>();
        for (var i = 0; i < pinsAndSettings.length; i += 2) {
            plans.put((Integer) pinsAndSettings[i], new PinPlan((PinSettings) pinsAndSettings[i + 1], "", false));
        }
        return plans;
    }

    @Test
    void atFirstThePlansAreWanted() {
        assertThat(Wanted.NOTHING
                        .planned(plans(5, INPUT, 7, PinSettings.UNUSED, 8, HIGH))
                        .settings())
                .isEqualTo(Map.of(5, INPUT, 8, HIGH));
    }

    @Test
    void aChoiceHoldsUntilThePlanOfItsPinChanges() {
        var chosen = Wanted.NOTHING
                .planned(plans(5, INPUT, 6, INPUT))
                .with(5, PULLED)
                .with(0, ADOPTED);

        assertThat(chosen.planned(plans(5, INPUT)).settings()).isEqualTo(Map.of(5, PULLED, 0, ADOPTED));
        assertThat(chosen.planned(plans(5, HIGH, 6, INPUT)).settings())
                .isEqualTo(Map.of(5, HIGH, 6, INPUT, 0, ADOPTED));
        assertThat(chosen.planned(plans(6, INPUT, 0, INPUT)).settings()).isEqualTo(Map.of(6, INPUT, 0, INPUT));
    }

    @Test
    void aPinThatWasGivenUpStaysSo() {
        var given = Wanted.NOTHING.planned(plans(5, INPUT)).with(5, PinSettings.UNUSED);
        assertThat(given.settings()).isEmpty();
        assertThat(given.planned(plans(5, INPUT)).settings()).isEmpty();
        assertThat(given.planned(plans(5, PULLED)).settings()).isEqualTo(Map.of(5, PULLED));
    }

    @Test
    void anOutputThatStaysOneKeepsItsLevelWhateverTheFileSaysNow() {
        var started = Wanted.NOTHING.planned(plans(8, HIGH)).with(8, ADOPTED);

        assertThat(started.planned(plans(8, LOW)).of(8)).isEqualTo(ADOPTED);
        assertThat(started.planned(plans(8, ADOPTED)).of(8)).isEqualTo(ADOPTED);
        assertThat(started.planned(plans(8, output(Drive.OPEN_DRAIN, Optional.of(Level.LOW))))
                        .of(8))
                .isEqualTo(output(Drive.OPEN_DRAIN, Optional.empty()));
    }

    @Test
    void anInputThatBecomesAnOutputStartsAtTheLevelOfTheFile() {
        assertThat(Wanted.NOTHING
                        .planned(plans(8, INPUT))
                        .planned(plans(8, LOW))
                        .of(8))
                .isEqualTo(LOW);
    }

    @Test
    void anOutputThatCouldNotBeStartedYetStartsAtTheLevelThatTheFileSaysNow() {
        var waiting = Wanted.NOTHING.planned(plans(8, HIGH));

        assertThat(waiting.planned(plans(8, LOW)).of(8)).isEqualTo(LOW);
        assertThat(waiting.planned(plans(8, HIGH)).of(8)).isEqualTo(HIGH);
        assertThat(waiting.planned(plans(8, ADOPTED)).of(8)).isEqualTo(ADOPTED);
    }

    @Test
    void onABoardWithOtherPinsWhatIsPlannedTakesThePlaceOfWhatItCannotHave() {
        var wired = new PinCapabilities(Set.of(Direction.INPUT), Set.of(Bias.DISABLED), Set.of(), Set.of(), false);
        var pins = new TreeMap<>(Map.of(5, new Pin(new PinId("main", 5), "", "", wired)));
        var plain = new PinSettings.Input(Bias.DISABLED, Set.of(), Duration.ZERO);

        var wanted = Wanted.NOTHING.planned(plans(5, plain)).with(5, ADOPTED).with(9, ADOPTED);

        assertThat(wanted.fitting(pins).settings()).isEqualTo(Map.of(5, plain));
    }
}
