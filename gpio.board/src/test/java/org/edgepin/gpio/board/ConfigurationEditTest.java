// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.junit.jupiter.api.Test;

class ConfigurationEditTest {

    private static final Set<Edge> BOTH = Set.of(Edge.values());

    private static Map<String, Object> properties(String... lines) {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("service.pid", "fake~main");
        properties.put("felix.fileinstall.filename", "file:/etc/fake-main.cfg");
        for (var line : lines) {
            var parts = line.split(" = ", -1);
            properties.put(parts[0], parts[1]);
        }
        return properties;
    }

    private static ConfigurationEdit edit(String... lines) {
        return new ConfigurationEdit(properties(lines));
    }

    private static Pin pin(int number) {
        return new Pin(
                new PinId("main", number),
                "",
                "",
                new PinCapabilities(
                        Set.of(Direction.values()), Set.of(Bias.values()), Set.of(Drive.values()), BOTH, true));
    }

    private static PinSettings.Input input(Bias bias) {
        return new PinSettings.Input(bias);
    }

    /** What the changed configuration says, read back by the one who reads it in the gateway. */
    private static PinSettings readBack(Map<String, Object> before, Map<String, Optional<String>> changes, int number) {
        var after = new TreeMap<>(before);
        changes.forEach((key, value) -> value.ifPresentOrElse(it -> after.put(key, it), () -> after.remove(key)));
        return new ConfigurationEdit(after).planned(pin(number));
    }

    @Test
    void showsTheKeysAsTheyAreWrittenWithoutThoseOfTheFramework() {
        assertThat(edit("twin = rpi", "InputGpios = 5", "pin.5.name = door").values())
                .containsExactly(
                        Map.entry("InputGpios", "5"), Map.entry("pin.5.name", "door"), Map.entry("twin", "rpi"));
    }

    @Test
    void whatItWritesIsReadAsItWasMeant() {
        var before = properties("inputs = 5,6U", "outputs = 8H", "pin.6.edges = rising", "pin.6.name = door");
        for (var settings : List.of(
                PinSettings.UNUSED,
                input(Bias.PULL_UP),
                input(Bias.PULL_DOWN),
                input(Bias.DISABLED),
                input(Bias.AS_IS),
                new PinSettings.Input(Bias.PULL_UP, Set.of(), Duration.ZERO),
                new PinSettings.Input(Bias.DISABLED, Set.of(Edge.FALLING), Duration.ofMillis(5)),
                new PinSettings.Output(),
                new PinSettings.Output(Bias.AS_IS, Drive.PUSH_PULL, Optional.of(Level.HIGH)),
                new PinSettings.Output(Bias.PULL_UP, Drive.OPEN_DRAIN, Optional.of(Level.LOW)))) {
            for (var number : new int[] {5, 6, 8, 17}) {
                var changes = new ConfigurationEdit(before).settings(pin(number), settings, Map.of());
                assertThat(readBack(before, changes, number))
                        .as(number + " " + settings + " " + changes)
                        .isEqualTo(settings);
                for (var other : new int[] {5, 6, 8}) {
                    if (other != number) {
                        assertThat(readBack(before, changes, other))
                                .as("pin " + other + " after " + changes)
                                .isEqualTo(new ConfigurationEdit(before).planned(pin(other)));
                    }
                }
            }
        }
    }

    @Test
    void changesOnlyWhatDiffers() {
        var edit = edit("inputs = 5,6U", "outputs = 8H");

        assertThat(edit.settings(pin(6), input(Bias.PULL_UP), Map.of())).isEmpty();
        assertThat(edit.settings(pin(6), input(Bias.PULL_DOWN), Map.of()))
                .containsExactly(Map.entry("inputs", Optional.of("5,6D")));
        assertThat(edit.settings(pin(5), new PinSettings.Output(), Map.of()))
                .containsOnly(Map.entry("inputs", Optional.of("6U")), Map.entry("outputs", Optional.of("8H,5")));
        assertThat(edit.rename(5, "")).isEmpty();
        assertThat(edit.rename(5, "door")).containsExactly(Map.entry("pin.5.name", Optional.of("door")));
        assertThat(edit("pin.5.name = door").rename(5, ""))
                .containsExactly(Map.entry("pin.5.name", Optional.<String>empty()));
    }

    @Test
    void keepsTheKeysOfTheConnector() {
        assertThat(edit("InputGpios = 5", "OutputGpios = 8").settings(pin(17), input(Bias.PULL_UP), Map.of()))
                .containsExactly(Map.entry("InputGpios", Optional.of("5,17U")));
    }

    @Test
    void aListThatBecomesEmptyStaysThere() {
        assertThat(edit("inputs = 5", "outputs = 8").settings(pin(5), PinSettings.UNUSED, Map.of()))
                .containsExactly(Map.entry("inputs", Optional.of("")));
    }

    @Test
    void whereTheProviderChoosesThePinsTheyAreWrittenDown() {
        Map<Integer, PinSettings> used = Map.of(0, input(Bias.PULL_UP), 6, new PinSettings.Output());

        assertThat(edit().settings(pin(1), input(Bias.PULL_UP), used))
                .containsOnly(Map.entry("inputs", Optional.of("0U,1U")), Map.entry("outputs", Optional.of("6")));
    }

    @Test
    void aLockedPinIsChangedInItsFileOnly() {
        var edit = edit("inputs = 5,6U", "outputs = 8", "pin.5.locked = true", "poll_ms = 10");

        assertThat(edit.locked(Map.of("pin.5.name", Optional.of("x"))))
                .containsExactly("pin.5.name = x: pin 5 is locked; change it in the file");
        assertThat(edit.locked(Map.of("pin.5.locked", Optional.empty()))).hasSize(1);
        assertThat(edit.locked(Map.of("inputs", Optional.of("5U,6U")))).hasSize(1);
        assertThat(edit.locked(Map.of("inputs", Optional.of("6U")))).hasSize(1);
        assertThat(edit.locked(Map.of("twin", Optional.of("gl20")))).hasSize(1);
        assertThat(edit.locked(Map.of(
                        "inputs", Optional.of("5,6D"),
                        "pin.6.name", Optional.of("x"),
                        "pin.55.name", Optional.of("y"),
                        "poll_ms", Optional.of("20"))))
                .isEmpty();
    }

    @Test
    void saysSettingsInTheWordsOfTheFile() {
        assertThat(ConfigurationEdit.words(new PinSettings.Input(Bias.PULL_UP, BOTH, Duration.ofMillis(5))))
                .isEqualTo("input bias=pull-up edges=both debounce_us=5000");
        assertThat(ConfigurationEdit.words(
                        new PinSettings.Output(Bias.AS_IS, Drive.OPEN_DRAIN, Optional.of(Level.HIGH))))
                .isEqualTo("output bias=as-is drive=open-drain initial=1");
        assertThat(ConfigurationEdit.words(new PinSettings.Output())).isEqualTo("output bias=as-is drive=push-pull");
        assertThat(ConfigurationEdit.words(PinSettings.UNUSED)).isEqualTo("unused");
    }
}
