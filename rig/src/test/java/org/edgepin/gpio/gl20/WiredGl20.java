// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.edgepin.gpio.Level;
import org.edgepin.rig.SimulatedBus;

/** A GL20's expander on a bus of the rig, and what people do to it from outside. */
final class WiredGl20 implements AutoCloseable {

    static final String I801 = "SMBus I801 adapter at 0000:00:1f.3";

    private static final Path DEVICES = Path.of("/sys/bus/i2c/devices");

    final SimulatedBus wires = new SimulatedBus();
    private int heldLow;

    /** Plugs in the adapter; returns its number. */
    int plugIn() {
        return wires.plugIn(I801);
    }

    /** Plugs in the adapter under a number, as soon as nobody has the one before open any more. */
    void plugInAgain(int number) {
        await().atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    if (Files.exists(DEVICES.resolve("i2c-" + number))) {
                        return false;
                    }
                    wires.plugIn(number, I801);
                    return true;
                });
    }

    /** Lets a driver of the kernel take the chip. */
    static void bind(int number, String type) throws IOException {
        Files.writeString(DEVICES.resolve("i2c-" + number).resolve("new_device"), type + " 0x27");
    }

    void drive(int pin, Level level) {
        heldLow = level == Level.LOW ? heldLow | Gl20Pins.bit(pin) : heldLow & ~Gl20Pins.bit(pin);
        wires.holdLow(heldLow);
    }

    /** What a voltmeter shows. */
    Level seen(int pin) {
        return (register(0) & Gl20Pins.bit(pin)) == 0 ? Level.LOW : Level.HIGH;
    }

    int register(int number) {
        return Integer.parseInt(wires.registers().split(" ", -1)[number], 16);
    }

    @Override
    public void close() {
        wires.close();
    }
}
