// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioController;
import org.osgi.service.cm.ConfigurationAdmin;

/** The core as declarative services put it together. */
public final class Core {

    private Core() {}

    /** Returns the service of a gateway with one board. */
    public static Gpio gpio(String board, GpioController controller) {
        var gpio = new RoutingGpio(boards());
        gpio.bindController(controller, Map.of(GpioController.BOARD, board));
        return gpio;
    }

    /** Returns the bus of a gateway with one listener. */
    public static EdgeBus bus(EdgeListener listener) {
        var bus = new WhiteboardEdgeBus(boards());
        bus.bindListener(listener, Map.of());
        return bus;
    }

    /** Nothing is asked of the configurations as long as no board goes. */
    private static Boards boards() {
        return new Boards((ConfigurationAdmin) Proxy.newProxyInstance(
                Core.class.getClassLoader(), new Class<?>[] {ConfigurationAdmin.class}, (self, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                }));
    }
}
