// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsChangeTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<Edge> BOTH = Set.of(Edge.values());
    private static final PinCapabilities ALL =
            new PinCapabilities(Set.of(Direction.values()), Set.of(Bias.values()), Set.of(Drive.values()), BOTH, true);

    private static final PinSettings INPUT =
            new PinSettings.Input(Bias.PULL_UP, Set.of(Edge.RISING), Duration.ofMillis(5));
    private static final PinSettings OUTPUT =
            new PinSettings.Output(Bias.PULL_DOWN, Drive.OPEN_DRAIN, Optional.of(Level.HIGH));

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }

    private static PinSettings changed(String change, PinSettings current) throws Exception {
        return SettingsChange.of(json(change), current, ALL).settings().orElseThrow();
    }

    @Test
    void whatIsNotNamedStays() throws Exception {
        assertThat(changed("{'edges':'both'}", INPUT))
                .isEqualTo(new PinSettings.Input(Bias.PULL_UP, BOTH, Duration.ofMillis(5)));
        assertThat(changed("{'drive':'push-pull'}", OUTPUT))
                .isEqualTo(new PinSettings.Output(Bias.PULL_DOWN, Drive.PUSH_PULL, Optional.of(Level.HIGH)));
        assertThat(changed("{'direction':'input'}", INPUT)).isEqualTo(INPUT);
        assertThat(changed("{'direction':'output'}", OUTPUT)).isEqualTo(OUTPUT);
    }

    @Test
    void nullTakesBackWhatWasSaid() throws Exception {
        assertThat(changed("{'bias':null,'edges':null,'debounce_us':null}", INPUT))
                .isEqualTo(new PinSettings.Input(Bias.DISABLED, BOTH, Duration.ZERO));
        assertThat(changed("{'bias':null,'drive':null,'initial':null}", OUTPUT)).isEqualTo(new PinSettings.Output());
    }

    @Test
    void anotherDirectionBeginsAnew() throws Exception {
        assertThat(changed("{'direction':'output'}", INPUT)).isEqualTo(new PinSettings.Output());
        assertThat(changed("{'direction':'output','initial':0}", INPUT))
                .isEqualTo(new PinSettings.Output(Bias.AS_IS, Drive.PUSH_PULL, Optional.of(Level.LOW)));
        assertThat(changed("{'direction':'input'}", OUTPUT))
                .isEqualTo(new PinSettings.Input(Bias.DISABLED, BOTH, Duration.ZERO));
        assertThat(changed("{'direction':'unused'}", OUTPUT)).isEqualTo(PinSettings.UNUSED);
    }

    @Test
    void whatAPinIsWiredForNeedsNotBeSaid() throws Exception {
        var wired = new PinCapabilities(
                Set.of(Direction.OUTPUT), Set.of(Bias.PULL_UP), Set.of(Drive.OPEN_DRAIN), Set.of(), false);
        assertThat(SettingsChange.of(json("{'direction':'output'}"), PinSettings.UNUSED, wired)
                        .settings())
                .contains(new PinSettings.Output(Bias.PULL_UP, Drive.OPEN_DRAIN, Optional.empty()));
    }

    @Test
    void aNameAloneChangesNoSettings() throws Exception {
        var change = SettingsChange.of(json("{'name':'front door'}"), INPUT, ALL);
        assertThat(change.name()).contains("front door");
        assertThat(change.settings()).isEmpty();
        assertThat(SettingsChange.of(json("{'name':null}"), INPUT, ALL).name()).contains("");
        assertThat(SettingsChange.of(json("{'edges':'none'}"), INPUT, ALL).name())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {}                          | nothing to change
                    {'colour':'red'}            | colour: no such key
                    {'drive':'push-pull'}       | drive: not of an input
                    {'initial':1}               | initial: not of an input
                    {'direction':'unused','bias':'pull-up'} | bias: not of an unused pin
                    {'direction':'up'}          | direction: "up" is none of its values
                    {'direction':null}          | direction: null is none of its values
                    {'bias':'PULL_UP'}          | bias: "PULL_UP" is none of its values
                    {'edges':['rising']}        | edges: ["rising"] is none of its values
                    {'debounce_us':-1}          | debounce_us: -1 is out of range
                    {'debounce_us':10000001}    | debounce_us: 10000001 is out of range
                    {'debounce_us':1.5}         | debounce_us: 1.5 is out of range
                    {'debounce_us':'5'}         | debounce_us: "5" is out of range
                    {'direction':'output','initial':2} | initial: 2 is not a level
                    {'direction':'output','initial':true} | initial: true is not a level
                    {'name':5}                  | name: not a name
                    {'name':' x'}               | name: not a name
                    {'name':'a\\nb'}            | name: not a name
                    {'name':'\\ud800'}          | name: not a name
                    """)
    void whatIsWrongIsNamed(String change, String detail) throws Exception {
        var json = json(change);
        assertThatThrownBy(() -> SettingsChange.of(json, INPUT, ALL))
                .isInstanceOfSatisfying(ProblemException.class, it -> {
                    assertThat(it.problem().type().status()).isEqualTo(400);
                    assertThat(it.problem().detail()).isEqualTo(detail);
                    assertThat(it.problem().expected()).isPresent();
                });
    }

    @Test
    void aNameHasItsLength() throws Exception {
        var longest = "x".repeat(64);
        assertThat(SettingsChange.of(json("{'name':'" + longest + "'}"), INPUT, ALL)
                        .name())
                .contains(longest);
        var tooLong = json("{'name':'" + longest + "x'}");
        assertThatThrownBy(() -> SettingsChange.of(tooLong, INPUT, ALL)).isInstanceOf(ProblemException.class);
    }

    @Test
    void theLevelToStartWithIsThatOfTheConfiguration() {
        var running = new PinSettings.Output();
        assertThat(SettingsChange.withInitial(running, OUTPUT))
                .isEqualTo(new PinSettings.Output(Bias.AS_IS, Drive.PUSH_PULL, Optional.of(Level.HIGH)));
        assertThat(SettingsChange.withInitial(running, PinSettings.UNUSED)).isEqualTo(running);
        assertThat(SettingsChange.withInitial(INPUT, OUTPUT)).isEqualTo(INPUT);
    }
}
