// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import com.pi4j.context.Context;
import java.util.Map;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioController;
import org.edgepin.gpio.board.BoardKeeper;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/**
 * Offers a {@link Context} of Pi4J for each configured board, whether it is there or not. Its service
 * property {@link GpioController#BOARD} names the board; each bundle gets a context of its own.
 */
@Component(
        immediate = true,
        service = {},
        configurationPid = RpiConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Pi4jService {

    private final ServiceRegistration<Context> registration;

    @Activate
    public Pi4jService(BundleContext bundle, Map<String, Object> properties, @Reference Gpio gpio) {
        var board = BoardKeeper.boardName(properties);
        registration = bundle.registerService(
                Context.class,
                new Pi4jContexts(board, gpio, bundle),
                FrameworkUtil.asDictionary(Map.of(GpioController.BOARD, board)));
    }

    /** The context is the same whatever the configuration says of the pins. */
    @Modified
    void keep() {}

    @Deactivate
    void close() {
        registration.unregister();
    }
}
