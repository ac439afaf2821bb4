// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

import java.util.Map;
import java.util.Optional;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.contract.GpioControllerContract;
import org.osgi.framework.BundleContext;

class MatrixContractTest extends GpioControllerContract {

    private final FakeFpga fpga = new FakeFpga(FakeFpga.CREATOR);

    @Override
    protected String pid() {
        return MatrixConfig.PID;
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("poll_ms", "2");
    }

    @Override
    protected Pins pins() {
        return new Pins(0, 1, 14, 15, Optional.of(7), 16);
    }

    @Override
    protected Component open(BundleContext bundle, EdgeBus bus, Map<String, Object> properties) {
        return Component.of(new MatrixBoard(bundle, fpga::open, properties), bus);
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
        fpga.letGo(pin);
    }

    @Override
    protected Level seen(int pin) {
        return (fpga.levels() >>> pin & 1) == 0 ? Level.LOW : Level.HIGH;
    }

    @Override
    protected void vanish() {
        fpga.goAway(0xFFFF);
    }

    @Override
    protected void comeBack() {
        fpga.reset();
        fpga.comeBack();
    }
}
