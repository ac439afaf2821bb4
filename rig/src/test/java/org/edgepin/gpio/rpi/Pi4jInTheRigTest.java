// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.spi.Spi;
import com.pi4j.io.spi.SpiBus;
import com.pi4j.io.spi.SpiMode;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.contract.Events;
import org.edgepin.gpio.contract.Registry;
import org.edgepin.rig.SimulatedBus;
import org.edgepin.rig.SimulatedChip;
import org.edgepin.rig.SimulatedSpi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A user's Pi4J program on the real kernel, by the gateway's pins. */
class Pi4jInTheRigTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SimulatedChip chip = SimulatedChip.plugIn("pinctrl-bcm2711", 28);
    private final Registry registry = new Registry(PATIENCE);
    private final Events events = new Events(PATIENCE);
    private final Whiteboard whiteboard = new Whiteboard(events);
    private final RpiBoard board = new RpiBoard(
            registry.bundle(), Map.of("service.pid", RpiConfig.PID + "~pi", "inputs", "5", "outputs", "8L"));
    private final Gpio gpio;
    private final Context pi4j;

    /** Hands events to listeners, as gpio.core does. */
    private static final class Whiteboard implements EdgeBus {

        private final Map<EdgeListener, String> listeners = new ConcurrentHashMap<>();
        private final EdgeBus next;

        Whiteboard(EdgeBus next) {
            this.next = next;
        }

        @Override
        public void publish(GpioEvent event) {
            if (event instanceof EdgeEvent edge) {
                listeners.forEach((listener, pin) -> {
                    if (pin.equals(edge.pin().toString())) {
                        listener.edge(edge);
                    }
                });
            }
            next.publish(event);
        }

        BundleContext bundle() {
            return proxy(BundleContext.class, arguments -> {
                var listener = (EdgeListener) arguments[1];
                listeners.put(listener, Objects.requireNonNull((String)
                        ((Dictionary<?, ?>) arguments[2]).get(EdgeListener.PINS)));
                return proxy(ServiceRegistration.class, none -> listeners.remove(listener));
            });
        }

        private interface Call {
            Object answer(Object[] arguments);
        }

        private static <T> T proxy(Class<T> type, Call call) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> call.answer(arguments)));
        }
    }

    Pi4jInTheRigTest() {
        board.bindEdgeBus(whiteboard);
        gpio = registry.controller();
        pi4j = new Pi4jContexts("pi", gpio, whiteboard.bundle()).context();
    }

    @AfterEach
    void close() {
        pi4j.shutdown();
        board.close();
        chip.close();
    }

    private static PinId pin(int number) {
        return new PinId("pi", number);
    }

    private List<DigitalState> follow(DigitalInput input) {
        var seen = new CopyOnWriteArrayList<DigitalState>();
        input.addListener(event -> seen.add(event.state()));
        return seen;
    }

    private static void awaitSeen(List<DigitalState> seen, DigitalState... states) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen).containsExactly(states));
    }

    @Test
    void aWriteThroughPi4jIsAnEdgeForEverybody() {
        DigitalOutput lamp =
                pi4j.create(DigitalOutput.newConfigBuilder(pi4j).address(8).build());

        lamp.high();
        lamp.low();

        assertThat(chip.line(8).high()).isFalse();
        assertThat(events.awaitEdge(pin(8), 2).edge().level()).isEqualTo(Level.LOW);
        assertThat(events.edges(pin(8))).hasSize(2);
    }

    @Test
    void aWriteOfTheGatewayIsSeenByPi4j() throws Exception {
        DigitalOutput lamp =
                pi4j.create(DigitalOutput.newConfigBuilder(pi4j).address(8).build());
        var seen = new CopyOnWriteArrayList<DigitalState>();
        lamp.addListener(event -> seen.add(event.state()));

        gpio.write(pin(8), Level.HIGH);

        awaitSeen(seen, DigitalState.HIGH);
        assertThat(lamp.isHigh()).isTrue();
    }

    @Test
    void anInputOfTheGatewayAndOneOfPi4jsOwnSeeTheWorld() throws Exception {
        DigitalInput shared =
                pi4j.create(DigitalInput.newConfigBuilder(pi4j).address(5).build());
        DigitalInput own = pi4j.create(
                DigitalInput.newConfigBuilder(pi4j).address(17).debounce(0L).build());
        var sharedSeen = follow(shared);
        var ownSeen = follow(own);

        chip.high(5);
        chip.high(17);
        chip.low(17);

        awaitSeen(sharedSeen, DigitalState.HIGH);
        awaitSeen(ownSeen, DigitalState.HIGH, DigitalState.LOW);
        assertThat(shared.isHigh()).isTrue();
        assertThat(events.awaitEdge(pin(17), 2).edge().level()).isEqualTo(Level.LOW);
        pi4j.shutdown(own.id());
        assertThat(gpio.state(pin(17)).consumer()).isEmpty();
    }

    @Test
    void anOutputThatStartsHighNeverIsLow() {
        chip.high(22);
        var before = chip.line(22).changes();

        DigitalOutput relay = pi4j.create(DigitalOutput.newConfigBuilder(pi4j)
                .address(22)
                .initial(DigitalState.HIGH)
                .build());
        chip.open(22);

        assertThat(relay.isHigh()).isTrue();
        assertThat(chip.line(22).output()).isTrue();
        assertThat(chip.line(22).changes()).isEqualTo(before);
    }

    @Test
    void registersOfAChipOnI2cAreReadAndWritten() {
        try (var wires = new SimulatedBus()) {
            var bus = wires.plugIn("bcm2835 (i2c@7e804000)");
            I2C expander = pi4j.create(I2C.newConfigBuilder(pi4j)
                    .bus(bus)
                    .device(SimulatedBus.EXPANDER)
                    .build());

            expander.writeRegister(6, (byte) 0xFC);
            expander.writeRegister(2, new byte[] {1, 2}, 0, 2);
            assertThat(expander.readRegister(6)).isEqualTo(0xFC);
            assertThat(wires.registers()).startsWith("fd ff 01 02");
            var block = new byte[4];
            assertThat(expander.readRegister(2, block, 1, 2)).isEqualTo(2);
            assertThat(block).containsExactly(0, 1, 2, 0);
            expander.write(new byte[] {2, 3}, 0, 2);
            assertThat(expander.readRegister(2)).isEqualTo(3);
            I2C memory = pi4j.create(I2C.newConfigBuilder(pi4j)
                    .bus(bus)
                    .device(SimulatedBus.MEMORY)
                    .build());
            memory.write((byte) 0xA5);
            assertThat(memory.read()).isEqualTo(0xA5);

            assertThatThrownBy(() -> expander.read(block, 0, 4))
                    .as("plain I2C, which this adapter cannot do")
                    .isInstanceOf(Pi4JException.class)
                    .rootCause()
                    .hasMessageContaining("the adapter cannot do such a transfer (EOPNOTSUPP from read)");
            assertThatThrownBy(() -> expander.readRegister(256)).rootCause().hasMessageContaining("0x100");
            expander.close();
            assertThatThrownBy(() -> expander.readRegister(0)).rootCause().hasMessageContaining("closed");
        }
    }

    @Test
    void longTransfersGoByPlainI2c() {
        try (var wires = new SimulatedBus()) {
            var bus = wires.plugInPlain("bcm2835 (i2c@7e804000)");
            I2C eeprom = pi4j.create(I2C.newConfigBuilder(pi4j)
                    .bus(bus)
                    .device(SimulatedBus.EEPROM)
                    .build());
            var text = new byte[100];
            for (var i = 0; i < text.length; i++) {
                text[i] = (byte) (i + 1);
            }

            assertThat(eeprom.writeRegister(0x10, text, 0, text.length)).isEqualTo(text.length);
            var read = new byte[text.length];
            assertThat(eeprom.readRegister(0x10, read, 0, read.length)).isEqualTo(read.length);
            assertThat(read).isEqualTo(text);

            eeprom.write((byte) 0x12);
            var four = new byte[4];
            assertThat(eeprom.read(four, 0, 4)).isEqualTo(4);
            assertThat(four).containsExactly(3, 4, 5, 6);
            assertThat(eeprom.read()).isEqualTo(7);
            assertThat(eeprom.readRegister(new byte[] {0x11}, four, 1, 2)).isEqualTo(2);
            assertThat(four).containsExactly(3, 2, 3, 6);
            assertThat(eeprom.readRegister(0x10)).isEqualTo(1);
        }
    }

    @Test
    void aChipThatDoesNotAnswerIsAnErrorAndNoData() {
        try (var wires = new SimulatedBus()) {
            var bus = wires.plugIn("bcm2835 (i2c@7e804000)");
            I2C nobody =
                    pi4j.create(I2C.newConfigBuilder(pi4j).bus(bus).device(0x31).build());

            assertThatThrownBy(() -> nobody.readRegister(0)).rootCause().hasMessageContaining("no acknowledge");
        }
    }

    @Test
    void bytesAreExchangedWithAChipOnSpi() {
        Spi loop = pi4j.create(Spi.newConfigBuilder(pi4j)
                .bus(SpiBus.BUS_0)
                .address(0)
                .mode(SpiMode.MODE_3)
                .baud(2_000_000)
                .build());
        var received = new byte[4];

        assertThat(loop.transfer(new byte[] {1, 2, 3}, 0, received, 1, 3)).isEqualTo(3);

        assertThat(received).containsExactly(0, 1, 2, 3);
        assertThat(SimulatedSpi.last()).isEqualTo(new SimulatedSpi.Transfer(3, 8, 2_000_000, 3));
        assertThat(loop.read()).isZero();
        assertThat(loop.write(new byte[] {7, 8}, 1, 1)).isEqualTo(1);
        assertThat(loop.isOpen()).isTrue();
        loop.close();
        assertThat(loop.isOpen()).isFalse();
        assertThatThrownBy(() -> loop.write((byte) 1)).hasMessageContaining("closed");
        loop.open();
        assertThat(loop.write((byte) 1)).isEqualTo(1);
    }
}
