// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pi4j.context.Context;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.spi.Spi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a user's Pi4J program sees of the gateway's pins, and the gateway of it. */
class Pi4jContextsTest {

    private final FakeGpio gpio = new FakeGpio();
    private final Pi4jContexts contexts = new Pi4jContexts("main", gpio, gpio.bundle());
    private final Context pi4j = contexts.context();
    private final List<DigitalState> seen = new ArrayList<>();

    @AfterEach
    void shutdown() {
        if (!pi4j.isShutdown()) {
            pi4j.shutdown();
        }
    }

    private static PinId pin(int number) {
        return new PinId("main", number);
    }

    private DigitalInput input(int address) {
        DigitalInput input = pi4j.create(DigitalInput.newConfigBuilder(pi4j)
                .address(address)
                .pull(PullResistance.PULL_UP)
                .debounce(5_000L)
                .build());
        input.addListener(event -> seen.add(event.state()));
        return input;
    }

    private DigitalOutput output(int address, DigitalState initial) {
        DigitalOutput output = pi4j.create(DigitalOutput.newConfigBuilder(pi4j)
                .address(address)
                .initial(initial)
                .shutdown(DigitalState.LOW)
                .build());
        output.addListener(event -> seen.add(event.state()));
        return output;
    }

    @Test
    void hasOneProviderForEachKindAndLooksForNoOthers() {
        assertThat(pi4j.providers().all()).hasSize(4);
        assertThat(pi4j.providers().all().keySet())
                .containsExactlyInAnyOrder(
                        "edgepin-digital-input", "edgepin-digital-output", "edgepin-i2c", "edgepin-spi");
        assertThat(pi4j.platforms().all()).isEmpty();
    }

    @Test
    void anInputTakesAPinThatNobodyUsesAndGivesItBack() {
        var input = input(17);
        assertThat(gpio.settings(pin(17)))
                .isEqualTo(
                        new PinSettings.Input(Bias.PULL_UP, Set.of(Edge.RISING, Edge.FALLING), Duration.ofMillis(5)));

        gpio.drive(pin(17), Level.HIGH);
        gpio.drive(pin(17), Level.LOW);
        gpio.drive(pin(18), Level.HIGH);

        assertThat(seen).containsExactly(DigitalState.HIGH, DigitalState.LOW);
        assertThat(input.state()).isEqualTo(DigitalState.LOW);
        assertThat(input.isLow()).isTrue();
        pi4j.shutdown(input.id());
        assertThat(gpio.settings(pin(17))).isEqualTo(PinSettings.UNUSED);
        assertThat(gpio.listeners).isEmpty();
        assertThatThrownBy(input::state).isInstanceOf(IOException.class).hasMessageContaining("shut down");
    }

    @Test
    void aPinThatTheGatewayUsesIsSharedAsItIsAndStays() throws Exception {
        var settings = new PinSettings.Input(Bias.PULL_DOWN);
        gpio.configure(pin(5), settings);

        var input = input(5);
        gpio.drive(pin(5), Level.HIGH);
        assertThat(seen).containsExactly(DigitalState.HIGH);
        pi4j.shutdown(input.id());

        assertThat(gpio.settings(pin(5))).isEqualTo(settings);
    }

    @Test
    void anOutputHasItsInitialStateFromTheFirstMoment() throws Exception {
        var output = output(27, DigitalState.HIGH);

        assertThat(gpio.settings(pin(27)))
                .isEqualTo(new PinSettings.Output(Bias.AS_IS, Drive.PUSH_PULL, Optional.empty()));
        assertThat(gpio.read(pin(27))).isEqualTo(Level.HIGH);
        assertThat(seen).isEmpty();
        assertThat(output.state()).isEqualTo(DigitalState.HIGH);
    }

    @Test
    void aWriteIsSeenByAllAndAWriteOfOthersIsSeenByPi4j() throws Exception {
        var output = output(27, DigitalState.LOW);

        output.high();
        assertThat(gpio.read(pin(27))).isEqualTo(Level.HIGH);
        output.high();
        gpio.write(pin(27), Level.LOW);

        assertThat(seen).containsExactly(DigitalState.HIGH, DigitalState.LOW);
        assertThat(output.state()).isEqualTo(DigitalState.LOW);
        output.toggle();
        assertThat(gpio.read(pin(27))).isEqualTo(Level.HIGH);
    }

    @Test
    void theStateForTheShutdownIsDriven() throws Exception {
        output(27, DigitalState.HIGH);

        pi4j.shutdown();

        assertThat(gpio.read(pin(27))).isEqualTo(Level.LOW);
        assertThat(gpio.settings(pin(27))).isEqualTo(PinSettings.UNUSED);
        assertThat(gpio.listeners).isEmpty();
    }

    @Test
    void whatSomebodyHasChangedSinceIsNotTakenBack() throws Exception {
        var input = input(17);
        var settings = new PinSettings.Input(Bias.AS_IS);
        gpio.configure(pin(17), settings);

        pi4j.shutdown(input.id());

        assertThat(gpio.settings(pin(17))).isEqualTo(settings);
    }

    @Test
    void twoBundlesShareAPinUntilTheLastHasGone() {
        var other = contexts.context();
        var first = input(17);
        DigitalInput second =
                other.create(DigitalInput.newConfigBuilder(other).address(17).build());
        second.addListener(event -> seen.add(event.state()));

        gpio.drive(pin(17), Level.HIGH);
        assertThat(seen).containsExactly(DigitalState.HIGH, DigitalState.HIGH);
        pi4j.shutdown(first.id());
        assertThat(second.state()).isEqualTo(DigitalState.HIGH);
        other.shutdown();
        assertThat(gpio.settings(pin(17))).isEqualTo(PinSettings.UNUSED);
    }

    @Test
    void aPinThatIsWiredAsAnInputDoesNotBecomeAnOutput() throws Exception {
        gpio.configure(pin(5), new PinSettings.Input(Bias.PULL_UP));
        gpio.configure(pin(6), new PinSettings.Output());

        assertThatThrownBy(() -> output(5, DigitalState.HIGH))
                .hasRootCauseMessage("main/5: is an input already; Pi4J wants an output");
        assertThatThrownBy(() -> input(6)).hasRootCauseMessage("main/6: is an output already; Pi4J wants an input");

        assertThat(gpio.settings(pin(5))).isEqualTo(new PinSettings.Input(Bias.PULL_UP));
        assertThat(gpio.listeners).isEmpty();
    }

    @Test
    void whatIsWrongIsSaidAndThePinCanBeTriedAgain() {
        assertThatThrownBy(() -> input(99)).hasRootCauseMessage("main/99: no such pin");
        assertThatThrownBy(() -> pi4j.create(DigitalInput.newConfigBuilder(pi4j)
                        .address(17)
                        .debounce(-1L)
                        .build()))
                .rootCause()
                .hasMessageContaining("debounce must be whole microseconds");
        gpio.away = true;
        assertThatThrownBy(() -> input(17)).hasRootCauseMessage("main: board is away");
        gpio.away = false;
        var input = input(17);
        gpio.away = true;
        assertThatThrownBy(input::state).isInstanceOf(IOException.class).hasMessage("main: board is away");
        gpio.away = false;

        assertThat(input.state()).isEqualTo(DigitalState.LOW);
    }

    @Test
    void anOutputCannotBeUnknown() {
        var output = output(27, DigitalState.LOW);

        assertThatThrownBy(() -> output.state(DigitalState.UNKNOWN)).isInstanceOf(IOException.class);
        assertThat(output.state()).isEqualTo(DigitalState.LOW);
    }

    @Test
    void aBusThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> pi4j.create(
                        I2C.newConfigBuilder(pi4j).bus(99).device(0x27).build()))
                .hasMessageContaining("/dev/i2c-99");
        assertThatThrownBy(() -> pi4j.create(
                        I2C.newConfigBuilder(pi4j).bus(99).device(0x80).build()))
                .hasMessageContaining("0x80");
        assertThatThrownBy(() -> pi4j.create(Spi.newConfigBuilder(pi4j)
                        .bus(com.pi4j.io.spi.SpiBus.BUS_6)
                        .address(2)
                        .build()))
                .rootCause()
                .hasMessageContaining("/dev/spidev6.2");
    }
}
