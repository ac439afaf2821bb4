// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Board;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.ConfigurationRefusedException;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.NoSuchPinException;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.Sensing;
import org.edgepin.gpio.board.ConfigurationEdit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationEditorTest {

    private static final String PID = "fake~a";
    private static final PinId PIN_5 = new PinId("a", 5);
    private static final PinId PIN_8 = new PinId("a", 8);
    private static final PinSettings PULLED_UP = new PinSettings.Input(Bias.PULL_UP);

    private final FakeConfigurations configurations = new FakeConfigurations();
    private final Boards boards = new Boards(configurations.service());
    private final Provider provider = new Provider();
    private final ConfigurationEditor editor = new ConfigurationEditor(configurations.service(), provider, boards);

    /** A board of pins 0 to 9 that does what its configuration says, unless it is told to be difficult. */
    private final class Provider implements Board, Gpio {

        final Map<Integer, PinSettings> settings = new TreeMap<>();
        final List<PinSettings> configured = new ArrayList<>();
        Optional<String> refusal = Optional.empty();
        boolean deaf;

        void take() {
            if (!deaf) {
                var edit = edit();
                for (var number = 0; number < 10; number++) {
                    settings.put(number, withoutInitial(edit.planned(pin(number))));
                }
            }
        }

        private PinSettings withoutInitial(PinSettings planned) {
            return planned instanceof PinSettings.Output output
                    ? new PinSettings.Output(output.bias(), output.drive(), Optional.empty())
                    : planned;
        }

        private ConfigurationEdit edit() {
            return new ConfigurationEdit(stored());
        }

        @Override
        public BoardStatus status() {
            return FakeBoard.status("a", BoardStatus.State.UP, Optional.empty());
        }

        @Override
        public List<String> problems(Map<String, ?> configuration) {
            return refusal.filter(it -> !configuration.equals(stored())).stream()
                    .toList();
        }

        @Override
        public List<BoardStatus> boards() {
            return List.of(status());
        }

        @Override
        public List<Pin> pins() {
            return settings.keySet().stream().map(ConfigurationEditorTest::pin).toList();
        }

        @Override
        public PinState state(PinId id) throws GpioException {
            if (!settings.containsKey(id.number())) {
                throw new NoSuchPinException(id);
            }
            var values = edit().values();
            return new PinState(
                    pin(id.number()),
                    deaf ? "" : values.getOrDefault("pin." + id.number() + ".name", ""),
                    settings.getOrDefault(id.number(), PinSettings.UNUSED),
                    Optional.empty(),
                    Optional.empty(),
                    Sensing.INTERRUPT,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    values.getOrDefault("pin." + id.number() + ".locked", "").equals("true"),
                    Optional.empty());
        }

        @Override
        public Map<PinId, Level> read(Set<PinId> pins) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(Map<PinId, Level> levels) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void configure(PinId pin, PinSettings wanted) {
            configured.add(wanted);
            settings.put(pin.number(), withoutInitial(wanted));
        }
    }

    private static Pin pin(int number) {
        return new Pin(
                new PinId("a", number),
                "",
                "",
                new PinCapabilities(
                        Set.of(Direction.values()),
                        Set.of(Bias.values()),
                        Set.of(Drive.values()),
                        Set.of(Edge.values()),
                        true));
    }

    private Map<String, Object> stored() {
        return configurations.stored.getOrDefault(PID, Map.of());
    }

    @BeforeEach
    void start() {
        configurations.stored.put(
                PID,
                new HashMap<>(Map.of(
                        "service.pid", PID, "inputs", "5", "outputs", "8H", "pin.5.name", "door", "colour", "red")));
        provider.take();
        boards.bindBoard(provider);
        editor.bindBoard(provider, stored());
        configurations.updated = (pid, values) -> {
            provider.take();
            editor.updatedBoard(provider, values);
        };
    }

    private void refused(Map<String, Optional<String>> changes, String problem) {
        var before = stored();
        assertThatThrownBy(() -> editor.change("a", changes))
                .isInstanceOfSatisfying(ConfigurationRefusedException.class, it -> assertThat(it.problems())
                        .singleElement()
                        .asString()
                        .startsWith(problem));
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void showsTheKeysOfABoardWhetherItsProviderIsThereOrNot() throws Exception {
        var keys = Map.of("inputs", "5", "outputs", "8H", "pin.5.name", "door", "colour", "red");
        assertThat(editor.values("a")).contains(new TreeMap<>(keys));
        assertThat(editor.values("b")).isEmpty();
        assertThat(editor.planned(PIN_8))
                .isEqualTo(new PinSettings.Output(Bias.AS_IS, Drive.PUSH_PULL, Optional.of(Level.HIGH)));

        editor.unbindBoard(provider);
        boards.unbindBoard(provider);
        assertThat(editor.values("a")).contains(new TreeMap<>(keys));
    }

    @Test
    void changesKeysAndLeavesTheOthers() throws Exception {
        editor.change("a", Map.of("pin.5.name", Optional.empty(), "inputs", Optional.of("5,6U")));

        assertThat(stored())
                .containsOnly(
                        Map.entry("service.pid", PID),
                        Map.entry("inputs", "5,6U"),
                        Map.entry("outputs", "8H"),
                        Map.entry("colour", "red"));
        assertThat(provider.settings.get(6)).isEqualTo(PULLED_UP);
    }

    @Test
    void whatTheBoardWouldRefuseIsNotWritten() {
        provider.refusal = Optional.of("inputs = 99: no such pin");

        refused(Map.of("inputs", Optional.of("99")), "inputs = 99: no such pin");
    }

    @ParameterizedTest
    @CsvSource({
        "service.pid, x, service.pid = x: not a key of a board",
        "felix.fileinstall.filename, x, felix.fileinstall.filename = x: not a key of a board",
        "two words, x, two words = x: not a key of a board",
        "inputs, $[env:HOME], inputs = $[env:HOME]: must not hold $[ or ${",
        "pin.5.name, ${karaf.etc}, pin.5.name = ${karaf.etc}: must not hold $[ or ${",
    })
    void whatIsNotTheBoardsIsRefused(String key, String value, String problem) {
        refused(Map.of(key, Optional.of(value)), problem);
        refused(Map.of("pin.5.name", Optional.of("a\nb")), "pin.5.name: must be on one line");
    }

    @Test
    void aLockedPinStaysAsItIs() throws Exception {
        editor.change("a", Map.of("pin.5.locked", Optional.of("true")));

        assertThatThrownBy(() -> editor.change(PIN_5, Optional.of("x"), Optional.empty()))
                .isInstanceOf(PinCapabilityException.class)
                .hasMessage("a/5: locked by the board's configuration");
        refused(Map.of("pin.5.name", Optional.of("x")), "pin.5.name = x: pin 5 is locked");
        refused(Map.of("pin.5.locked", Optional.empty()), "pin.5.locked = : pin 5 is locked");
    }

    @Test
    void changesAPinNowAndInTheConfiguration() throws Exception {
        editor.change(PIN_5, Optional.of("gate"), Optional.of(PULLED_UP));

        assertThat(provider.configured).containsExactly(PULLED_UP);
        assertThat(provider.state(PIN_5).settings()).isEqualTo(PULLED_UP);
        assertThat(provider.state(PIN_5).name()).isEqualTo("gate");
        assertThat(stored()).containsEntry("inputs", "5U").containsEntry("pin.5.name", "gate");
    }

    @Test
    void anOutputThatStaysOneIsNotDrivenToTheLevelToStartWith() throws Exception {
        var low = new PinSettings.Output(Bias.AS_IS, Drive.OPEN_DRAIN, Optional.of(Level.LOW));
        editor.change(PIN_8, Optional.empty(), Optional.of(low));

        assertThat(provider.configured)
                .containsExactly(new PinSettings.Output(Bias.AS_IS, Drive.OPEN_DRAIN, Optional.empty()));
        assertThat(stored()).containsEntry("outputs", "8L").containsEntry("pin.8.drive", "open-drain");

        editor.change(PIN_5, Optional.empty(), Optional.of(low));
        assertThat(provider.configured).last().isEqualTo(low);
    }

    @Test
    void ifTheBoardDoesNotTakeItAllIsAsBefore() throws Exception {
        var before = stored();
        var settings = provider.state(PIN_5).settings();
        provider.deaf = true;

        assertThatThrownBy(() -> editor.change(PIN_5, Optional.of("gate"), Optional.of(PULLED_UP)))
                .isInstanceOf(ConfigurationRefusedException.class)
                .hasMessageContaining("pin.5 = input bias=pull-up edges=both debounce_us=0: stays as it is");

        assertThat(stored()).isEqualTo(before);
        assertThat(provider.configured).containsExactly(PULLED_UP, settings);
        assertThat(provider.state(PIN_5).settings()).isEqualTo(settings);
    }

    @Test
    void aBoardThatGoesMeanwhileIsAwayAndItsConfigurationAsBefore() {
        var before = stored();
        configurations.updated = (pid, values) -> editor.unbindBoard(provider);

        assertThatThrownBy(() -> editor.change("a", Map.of("inputs", Optional.of("5,6"))))
                .isInstanceOf(BoardAwayException.class);
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void aBoardWhoseProviderIsReplacedIsAway() {
        editor.unbindBoard(provider);
        boards.unbindBoard(provider);

        assertThatThrownBy(() -> editor.change("a", Map.of("inputs", Optional.of("5,6"))))
                .isInstanceOf(BoardAwayException.class)
                .hasMessage("a: board is away, no bundle provides it now");
        assertThatThrownBy(() -> editor.change(PIN_5, Optional.of("gate"), Optional.empty()))
                .isInstanceOf(BoardAwayException.class);
    }
}
