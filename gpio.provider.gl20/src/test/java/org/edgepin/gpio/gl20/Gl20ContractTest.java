// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import java.util.Map;
import java.util.Optional;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.contract.GpioControllerContract;
import org.osgi.framework.BundleContext;

class Gl20ContractTest extends GpioControllerContract {

    private final FakeExpander expander = new FakeExpander();

    @Override
    protected String pid() {
        return Gl20Config.PID;
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("poll_ms", "2");
    }

    @Override
    protected Pins pins() {
        return new Pins(0, 5, 6, 7, Optional.empty(), 8);
    }

    @Override
    protected Component open(BundleContext bundle, EdgeBus bus, Map<String, Object> properties) {
        return Component.of(new Gl20Board(bundle, expander::open, properties), bus);
    }

    @Override
    protected void drive(int pin, Level level) {
        if (level == Level.LOW) {
            expander.holdLow(Gl20Pins.bit(pin));
        } else {
            expander.release(Gl20Pins.bit(pin));
        }
    }

    @Override
    protected void release(int pin) {
        expander.release(Gl20Pins.bit(pin));
    }

    @Override
    protected Level seen(int pin) {
        return (expander.levels() & Gl20Pins.bit(pin)) == 0 ? Level.LOW : Level.HIGH;
    }

    @Override
    protected void vanish() {
        expander.away(true);
    }

    @Override
    protected void comeBack() {
        expander.away(false);
    }
}
