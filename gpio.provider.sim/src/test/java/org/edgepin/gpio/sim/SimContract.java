// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.util.Map;
import java.util.Objects;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.contract.GpioControllerContract;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/** A twin can show everything. */
abstract class SimContract extends GpioControllerContract {

    private final String twin;
    private final Pins pins;
    private @Nullable World world;

    SimContract(String twin, Pins pins) {
        this.twin = twin;
        this.pins = pins;
    }

    @Override
    protected String pid() {
        return SimConfig.PID;
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("twin", twin, "poll_ms", "2");
    }

    @Override
    protected Pins pins() {
        return pins;
    }

    @Override
    protected Component open(BundleContext bundle, EdgeBus bus, Map<String, Object> properties) {
        var board = new SimBoard(bundle, properties);
        world = board.world();
        return Component.of(board, bus);
    }

    private World world() {
        return Objects.requireNonNull(world);
    }

    @Override
    protected void drive(int pin, Level level) {
        world().outside(pin, new Script.Held(level == Level.HIGH ? Outside.HIGH : Outside.LOW));
    }

    @Override
    protected void release(int pin) {
        world().outside(pin, Script.OPEN);
    }

    @Override
    protected Level seen(int pin) {
        return world().level(pin);
    }

    @Override
    protected void vanish() {
        world().fault(BoardFault.AWAY);
    }

    @Override
    protected void comeBack() {
        world().fault(BoardFault.NONE);
    }
}
