// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import java.util.HashMap;
import java.util.Map;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;

/**
 * Lets objects of Pi4J use pins. A pin that is in use already is shared as it is; one that nobody
 * uses is taken, and given back when the last object has gone. Thread-safe; its lock is held while a
 * board is configured.
 */
final class PinLoans {

    private final Gpio gpio;
    private final Map<PinId, Loan> loans = new HashMap<>();

    /** A pin that was taken, with the settings that it got then. */
    private record Loan(PinSettings settings, int users) {}

    PinLoans(Gpio gpio) {
        this.gpio = gpio;
    }

    Gpio gpio() {
        return gpio;
    }

    /**
     * Takes a pin.
     *
     * @param wanted the settings for a pin that nobody uses
     * @throws PinCapabilityException if the pin is used in the other direction: it may be wired for
     *     that
     */
    synchronized void take(PinId pin, PinSettings wanted) throws GpioException {
        var settings = gpio.state(pin).settings();
        var loan = loans.get(pin);
        if (settings.equals(PinSettings.UNUSED)) {
            gpio.configure(pin, wanted);
            loans.put(pin, new Loan(gpio.state(pin).settings(), loan == null ? 1 : loan.users() + 1));
        } else if (!settings.getClass().equals(wanted.getClass())) {
            throw new PinCapabilityException(
                    pin,
                    settings instanceof PinSettings.Input
                            ? "is an input already; Pi4J wants an output"
                            : "is an output already; Pi4J wants an input");
        } else if (loan != null) {
            loans.put(pin, new Loan(loan.settings(), loan.users() + 1));
        }
    }

    /** Gives a pin back that was taken; what somebody has changed since, stays. */
    synchronized void giveBack(PinId pin) throws GpioException {
        var loan = loans.remove(pin);
        if (loan == null) {
            return;
        }
        if (loan.users() > 1) {
            loans.put(pin, new Loan(loan.settings(), loan.users() - 1));
        } else if (gpio.state(pin).settings().equals(loan.settings())) {
            gpio.configure(pin, PinSettings.UNUSED);
        }
    }
}
