// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinCapabilities;
import org.edgepin.gpio.PinId;

/** The boards that can be simulated, with the pins of the real ones, protocols.md A.12 and B.1. */
enum Twin {
    /** BCM 0 to 27 of the 40-pin header; interrupts. */
    RPI("Raspberry Pi", 28, Duration.ZERO) {
        @Override
        Pin pin(PinId id) {
            return new Pin(id, "GPIO" + id.number(), "header pin " + HEADER.get(id.number()), ANYTHING);
        }

        /** At reset the first nine are pulled up and the others down, BCM2835 ARM Peripherals, 6.2. */
        @Override
        Registers powerOn() {
            return new Registers(0, 0, 0, 0, mask(0, 8), mask(9, 27), mask(0, 8));
        }
    },
    /** Six inputs and two open-collector outputs behind an expander that has to be asked. */
    GL20("HPE GL20", 8, Duration.ofMillis(20)) {
        @Override
        Pin pin(PinId id) {
            var output = id.number() >= FIRST_OUTPUT;
            return new Pin(
                    id,
                    (output ? "DO" : "DI") + id.number(),
                    "DIO connector pin " + id.number(),
                    output ? OPEN_COLLECTOR : PULLED_UP);
        }

        /** The expander starts with its latch at one: both outputs are open. */
        @Override
        Registers powerOn() {
            var outputs = mask(FIRST_OUTPUT, 7);
            return new Registers(outputs, outputs, outputs, 0, mask(0, 7), 0, mask(0, 7));
        }

        @Override
        String defaultInputs() {
            return "0,1,2,3,4,5";
        }

        @Override
        String defaultOutputs() {
            return "6,7";
        }
    },
    /** The sixteen pins of the FPGA, which have no resistors and have to be asked. */
    MATRIX("MATRIX Creator", 16, Duration.ofMillis(10)) {
        @Override
        Pin pin(PinId id) {
            return new Pin(id, "GPIO" + id.number(), "header pin " + (id.number() + 1), FLOATING);
        }

        @Override
        Registers powerOn() {
            return new Registers(0, 0, 0, 0, 0, 0, 0);
        }
    };

    static final Map<String, Twin> WORDS = Map.of("rpi", RPI, "gl20", GL20, "matrix", MATRIX);

    private static final int FIRST_OUTPUT = 6;

    /** The header's pin for each BCM number, and what else it can be used for. */
    private static final List<String> HEADER = List.of(
            "27, SDA0 I2C ID EEPROM",
            "28, SCL0 I2C ID EEPROM",
            "3, SDA1 (I2C)",
            "5, SCL1 (I2C)",
            "7, GPCLK0",
            "29, GPCLK1",
            "31, GPCLK2",
            "26, CE1 (SPI)",
            "24, CE0 (SPI)",
            "21, MISO (SPI)",
            "19, MOSI (SPI)",
            "23, SCLK (SPI)",
            "32, PWM0",
            "33, PWM1",
            "8, UART TxD",
            "10, UART RxD",
            "36",
            "11",
            "12, PCM_CLK/PWM0",
            "35, PCM_FS/PWM1",
            "38, PCM_DIN",
            "40, PCM_DOUT",
            "15",
            "16",
            "18",
            "22",
            "37",
            "13");

    private static final Set<Edge> BOTH = EnumSet.allOf(Edge.class);
    private static final PinCapabilities ANYTHING = new PinCapabilities(
            EnumSet.allOf(Direction.class), EnumSet.allOf(Bias.class), EnumSet.allOf(Drive.class), BOTH, true);
    private static final PinCapabilities FLOATING = new PinCapabilities(
            EnumSet.allOf(Direction.class), Set.of(Bias.AS_IS), Set.of(Drive.PUSH_PULL), BOTH, true);
    private static final PinCapabilities PULLED_UP =
            new PinCapabilities(Set.of(Direction.INPUT), Set.of(Bias.PULL_UP), Set.of(), BOTH, true);
    private static final PinCapabilities OPEN_COLLECTOR =
            new PinCapabilities(Set.of(Direction.OUTPUT), Set.of(Bias.PULL_UP), Set.of(Drive.OPEN_DRAIN), BOTH, false);

    private final String model;
    private final int size;
    private final Duration period;

    Twin(String model, int size, Duration period) {
        this.model = model;
        this.size = size;
        this.period = period;
    }

    abstract Pin pin(PinId id);

    /** Returns what the chip has in its registers when it gets power. */
    abstract Registers powerOn();

    /** Returns the inputs of a board whose configuration names no pins. */
    String defaultInputs() {
        return "";
    }

    /** Returns the outputs of a board whose configuration names no pins. */
    String defaultOutputs() {
        return "";
    }

    String model() {
        return model + " (simulated)";
    }

    /** Returns how many pins it has, numbered from 0. */
    int size() {
        return size;
    }

    /** Returns the time between two looks if the configuration says none; zero for a board with interrupts. */
    Duration period() {
        return period;
    }

    NavigableMap<Integer, Pin> pins(String board) {
        var pins = new TreeMap<Integer, Pin>();
        for (var number = 0; number < size; number++) {
            pins.put(number, pin(new PinId(board, number)));
        }
        return pins;
    }

    /** The bits of the pins from {@code first} to {@code last}. */
    private static long mask(int first, int last) {
        return (2L << last) - (1L << first);
    }
}
