// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import java.util.Map;
import java.util.function.Consumer;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pins of a board for one context of Pi4J. */
final class SharedPins {

    private static final Logger LOG = LoggerFactory.getLogger(SharedPins.class);

    private final String board;
    private final PinLoans loans;
    private final BundleContext bundle;

    SharedPins(String board, PinLoans loans, BundleContext bundle) {
        this.board = board;
        this.loans = loans;
        this.bundle = bundle;
    }

    /** Named, as its thread is called after it. */
    private record Pi4jListener(Consumer<Level> changed) implements EdgeListener {

        @Override
        public void edge(EdgeEvent edge) {
            changed.accept(edge.edge().level());
        }
    }

    /** A pin that is used until it is closed. */
    final class Use implements AutoCloseable {

        private final PinId pin;
        private final ServiceRegistration<EdgeListener> listening;

        private Use(PinId pin, ServiceRegistration<EdgeListener> listening) {
            this.pin = pin;
            this.listening = listening;
        }

        Level read() throws GpioException {
            return loans.gpio().read(pin);
        }

        /** Returns the level that the pin is driven to; for an input, the level that it has. */
        Level driven() throws GpioException {
            var driven = loans.gpio().state(pin).driven();
            return driven.isPresent() ? driven.get() : read();
        }

        void write(Level level) throws GpioException {
            loans.gpio().write(pin, level);
        }

        /** Whatever becomes of the board: no event comes any more. */
        @Override
        public void close() {
            unregister(listening);
            try {
                loans.giveBack(pin);
            } catch (GpioException e) {
                LOG.warn("{} stays as it is: {}", pin, e.getMessage());
            }
        }
    }

    /**
     * Uses a pin.
     *
     * @param wanted the settings for a pin that nobody uses
     * @param changed is told of each edge, whoever made it, from a thread of its own
     */
    Use use(int number, PinSettings wanted, Consumer<Level> changed) throws GpioException {
        var pin = new PinId(board, number);
        var listening = bundle.registerService(
                EdgeListener.class,
                new Pi4jListener(changed),
                FrameworkUtil.asDictionary(Map.of(EdgeListener.PINS, pin.toString())));
        try {
            loans.take(pin, wanted);
            return new Use(pin, listening);
        } catch (GpioException | RuntimeException e) {
            unregister(listening);
            throw e;
        }
    }

    private static void unregister(ServiceRegistration<EdgeListener> listening) {
        try {
            listening.unregister();
        } catch (IllegalStateException e) {
            LOG.debug("the framework has unregistered it already");
        }
    }
}
