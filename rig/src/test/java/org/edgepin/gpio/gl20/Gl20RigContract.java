// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import java.util.Map;
import java.util.Optional;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.contract.GpioControllerContract;
import org.junit.jupiter.api.AutoClose;
import org.osgi.framework.BundleContext;

/** The contract, with a real kernel between the board and the chip. */
abstract class Gl20RigContract extends GpioControllerContract {

    /** Unplugged after the board is closed. */
    @AutoClose
    private final WiredGl20 gl20 = new WiredGl20();

    final int bus = gl20.plugIn();

    @Override
    protected String pid() {
        return Gl20Config.PID;
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("i2c_bus", "" + bus, "poll_ms", "2");
    }

    @Override
    protected Pins pins() {
        return new Pins(0, 5, 6, 7, Optional.empty(), 8);
    }

    @Override
    protected Component open(BundleContext bundle, EdgeBus edges, Map<String, Object> properties) {
        return Component.of(new Gl20Board(bundle, properties), edges);
    }

    @Override
    protected void drive(int pin, Level level) {
        gl20.drive(pin, level);
    }

    @Override
    protected void release(int pin) {
        gl20.drive(pin, Level.HIGH);
    }

    @Override
    protected Level seen(int pin) {
        return gl20.seen(pin);
    }

    @Override
    protected void vanish() {
        gl20.wires.unplug();
    }

    @Override
    protected void comeBack() throws Exception {
        gl20.plugInAgain(bus);
    }
}
