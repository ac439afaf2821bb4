// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import java.util.Map;
import java.util.Optional;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.contract.GpioControllerContract;
import org.edgepin.rig.SimulatedChip;
import org.junit.jupiter.api.AutoClose;
import org.osgi.framework.BundleContext;

/** The contract, with a real kernel between the board and the chip. */
class RpiContractTest extends GpioControllerContract {

    private static final String LABEL = "pinctrl-bcm2711";
    private static final int LINES = 54;

    /** Unplugged after the board is closed: Linux 6.1 keeps the numbers of a chip whose lines are in use then. */
    @AutoClose
    private SimulatedChip chip = SimulatedChip.plugIn(LABEL, LINES);

    @Override
    protected String pid() {
        return RpiConfig.PID;
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of();
    }

    @Override
    protected Pins pins() {
        return new Pins(5, 6, 8, 27, Optional.of(17), 28);
    }

    @Override
    protected Component open(BundleContext bundle, EdgeBus edges, Map<String, Object> properties) {
        return Component.of(new RpiBoard(bundle, properties), edges);
    }

    @Override
    protected void drive(int pin, Level level) {
        if (level == Level.HIGH) {
            chip.high(pin);
        } else {
            chip.low(pin);
        }
    }

    @Override
    protected void release(int pin) {
        chip.open(pin);
    }

    @Override
    protected Level seen(int pin) {
        return Lines.level(chip.line(pin).high());
    }

    @Override
    protected void vanish() {
        chip.close();
    }

    @Override
    protected void comeBack() {
        chip = SimulatedChip.plugIn(LABEL, LINES);
    }
}
