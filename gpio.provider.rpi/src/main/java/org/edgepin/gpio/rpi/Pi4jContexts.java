// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import org.edgepin.gpio.Gpio;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/**
 * Makes a context for each bundle that asks for one, and shuts it down when the bundle lets go of it
 * or stops: so names and addresses of one bundle are in nobody's way, and nothing is left behind.
 */
final class Pi4jContexts implements ServiceFactory<Context> {

    private final String board;
    private final BundleContext bundle;
    private final PinLoans loans;

    Pi4jContexts(String board, Gpio gpio, BundleContext bundle) {
        this.board = board;
        this.bundle = bundle;
        this.loans = new PinLoans(gpio);
    }

    @Override
    public Context getService(Bundle user, ServiceRegistration<Context> registration) {
        return context();
    }

    /** Pi4J would look for plugins with the class loader of whatever thread comes along: it is told not to. */
    Context context() {
        var pins = new SharedPins(board, loans, bundle);
        return Pi4J.newContextBuilder()
                .noAutoDetect()
                .add(
                        new PinInput.Provider(pins),
                        new PinOutput.Provider(pins),
                        new ChipI2c.Provider(),
                        new ChipSpi.Provider())
                .build();
    }

    @Override
    public void ungetService(Bundle user, ServiceRegistration<Context> registration, Context context) {
        context.shutdown();
    }
}
