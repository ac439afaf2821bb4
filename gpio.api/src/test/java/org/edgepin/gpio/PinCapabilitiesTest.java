// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PinCapabilitiesTest {

    private static final Set<Edge> BOTH = EnumSet.allOf(Edge.class);
    private static final PinCapabilities ANYTHING = new PinCapabilities(
            EnumSet.allOf(Direction.class), EnumSet.allOf(Bias.class), EnumSet.allOf(Drive.class), BOTH, true);
    private static final PinCapabilities WIRED_INPUT =
            new PinCapabilities(Set.of(Direction.INPUT), Set.of(Bias.PULL_UP), Set.of(), Set.of(Edge.FALLING), false);
    private static final PinCapabilities WIRED_OUTPUT = new PinCapabilities(
            Set.of(Direction.OUTPUT), Set.of(Bias.AS_IS, Bias.DISABLED), Set.of(Drive.OPEN_DRAIN), Set.of(), false);

    private static PinSettings input(Bias bias, Set<Edge> edges, Duration debounce) {
        return new PinSettings.Input(bias, edges, debounce);
    }

    private static PinSettings output(Bias bias, Drive drive) {
        return new PinSettings.Output(bias, drive, Optional.of(Level.HIGH));
    }

    @Test
    void refusesNothingThatThePinCanDo() {
        assertThat(ANYTHING.refusal(input(Bias.PULL_DOWN, BOTH, Duration.ofMillis(5))))
                .isEmpty();
        assertThat(ANYTHING.refusal(output(Bias.PULL_UP, Drive.OPEN_SOURCE))).isEmpty();
        assertThat(WIRED_INPUT.refusal(input(Bias.PULL_UP, Set.of(Edge.FALLING), Duration.ZERO)))
                .isEmpty();
        assertThat(WIRED_OUTPUT.refusal(output(Bias.DISABLED, Drive.OPEN_DRAIN)))
                .isEmpty();
    }

    @Test
    void usualSettingsAreThoseThatThePinCanHave() {
        assertThat(ANYTHING.input()).isEqualTo(input(Bias.DISABLED, BOTH, Duration.ZERO));
        assertThat(ANYTHING.output()).isEqualTo(new PinSettings.Output(Bias.AS_IS, Drive.PUSH_PULL, Optional.empty()));
        assertThat(WIRED_INPUT.input()).isEqualTo(input(Bias.PULL_UP, Set.of(Edge.FALLING), Duration.ZERO));
        assertThat(WIRED_OUTPUT.output())
                .isEqualTo(new PinSettings.Output(Bias.AS_IS, Drive.OPEN_DRAIN, Optional.empty()));
    }

    @Test
    void anyPinCanBeLeftAlone() {
        assertThat(WIRED_INPUT.refusal(PinSettings.UNUSED)).isEmpty();
        assertThat(WIRED_OUTPUT.refusal(PinSettings.UNUSED)).isEmpty();
    }

    @Test
    void saysInTheWordsOfTheConfigurationWhatAPinCannotBe() {
        assertThat(WIRED_INPUT.refusal(output(Bias.AS_IS, Drive.PUSH_PULL))).hasValue("cannot be an output");
        assertThat(WIRED_OUTPUT.refusal(new PinSettings.Input(Bias.AS_IS))).hasValue("cannot be an input");
        assertThat(WIRED_INPUT.refusal(input(Bias.PULL_DOWN, Set.of(), Duration.ZERO)))
                .hasValue("cannot have bias pull-down, only pull-up");
        assertThat(WIRED_OUTPUT.refusal(output(Bias.PULL_UP, Drive.OPEN_DRAIN)))
                .hasValue("cannot have bias pull-up, only as-is, disabled");
        assertThat(WIRED_OUTPUT.refusal(output(Bias.AS_IS, Drive.PUSH_PULL)))
                .hasValue("cannot drive push-pull, only open-drain");
        assertThat(WIRED_INPUT.refusal(input(Bias.PULL_UP, BOTH, Duration.ZERO)))
                .hasValue("cannot report rising, falling edges, only falling");
        assertThat(WIRED_INPUT.refusal(input(Bias.PULL_UP, Set.of(), Duration.ofMillis(1))))
                .hasValue("cannot debounce");
    }

    @Test
    void aPinWithoutEdgesSaysSoWithoutAnEmptyList() {
        var deaf = new PinCapabilities(Set.of(Direction.INPUT), Set.of(Bias.AS_IS), Set.of(), Set.of(), false);
        assertThat(deaf.refusal(input(Bias.AS_IS, Set.of(Edge.RISING), Duration.ZERO)))
                .hasValue("cannot report rising edges");
    }

    @Test
    void doesNotChangeWithTheSetsItWasMadeOf() {
        var edges = EnumSet.of(Edge.RISING);
        var capabilities = new PinCapabilities(Set.of(Direction.INPUT), Set.of(Bias.AS_IS), Set.of(), edges, false);
        edges.clear();
        assertThat(capabilities.edges()).containsExactly(Edge.RISING);
    }
}
