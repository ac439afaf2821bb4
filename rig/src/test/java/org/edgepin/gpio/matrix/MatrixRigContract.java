// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

import java.util.Map;
import java.util.Optional;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.contract.GpioControllerContract;
import org.edgepin.rig.SimulatedFpga;
import org.junit.jupiter.api.AutoClose;
import org.osgi.framework.BundleContext;

/** The contract, with a real kernel between the board and the FPGA. */
abstract class MatrixRigContract extends GpioControllerContract {

    /** Taken away after the board is closed. */
    @AutoClose
    private final SimulatedFpga fpga = new SimulatedFpga(SimulatedFpga.CREATOR);

    private final String device;

    MatrixRigContract(String device) {
        this.device = device;
    }

    @Override
    protected String pid() {
        return MatrixConfig.PID;
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("device", device, "poll_ms", "2");
    }

    @Override
    protected Pins pins() {
        return new Pins(0, 1, 14, 15, Optional.of(7), 16);
    }

    @Override
    protected Component open(BundleContext bundle, EdgeBus edges, Map<String, Object> properties) {
        return Component.of(new MatrixBoard(bundle, properties), edges);
    }

    @Override
    protected void drive(int pin, Level level) {
        if (level == Level.HIGH) {
            fpga.high(pin);
        } else {
            fpga.low(pin);
        }
    }

    @Override
    protected void release(int pin) {
        fpga.open(pin);
    }

    @Override
    protected Level seen(int pin) {
        return (fpga.registers().pins() >>> pin & 1) == 0 ? Level.LOW : Level.HIGH;
    }

    @Override
    protected void vanish() {
        fpga.goAway();
    }

    @Override
    protected void comeBack() {
        fpga.reset();
        fpga.comeBack();
    }
}
