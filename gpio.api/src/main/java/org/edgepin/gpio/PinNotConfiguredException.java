// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/** The pin is there but unused: neither an input nor an output. */
public final class PinNotConfiguredException extends GpioException {

    private static final long serialVersionUID = 1;

    public PinNotConfiguredException(PinId pin) {
        super(Kind.NOT_CONFIGURED, pin + ": not configured");
    }
}
