// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.edgepin.gpio.GpioController;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;

/** The {@link GpioController} service of one board, there while the board is up. Thread-safe. */
final class ControllerService {

    private final BundleContext bundle;
    private final String board;
    private final boolean simulated;
    private final Logger log;
    private final AtomicReference<@Nullable ServiceRegistration<GpioController>> registration = new AtomicReference<>();

    ControllerService(BundleContext bundle, String board, boolean simulated, Logger log) {
        this.bundle = bundle;
        this.board = board;
        this.simulated = simulated;
        this.log = log;
    }

    void register(GpioController controller, String model) {
        registration.set(bundle.registerService(
                GpioController.class,
                controller,
                FrameworkUtil.asDictionary(Map.<String, Object>of(
                        GpioController.BOARD, board,
                        GpioController.MODEL, model,
                        GpioController.SIMULATED, simulated))));
    }

    /** Takes the service away, if it is there; whoever is stopped by that is stopped on this thread. */
    void unregister() {
        var registered = registration.getAndSet(null);
        if (registered != null) {
            try {
                registered.unregister();
            } catch (IllegalStateException e) {
                log.debug("board {}: the framework has unregistered it already", board);
            }
        }
    }
}
