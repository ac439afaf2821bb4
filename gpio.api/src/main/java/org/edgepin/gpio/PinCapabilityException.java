// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/** The pin cannot do that: an input cannot be driven, a pin wired as an input cannot be an output. */
public final class PinCapabilityException extends GpioException {

    private static final long serialVersionUID = 1;

    /**
     * @param reason what it cannot do, to be read after the pin's name: {@code not an output}
     */
    public PinCapabilityException(PinId pin, String reason) {
        super(Kind.NOT_CAPABLE, pin + ": " + reason);
    }
}
