// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/** There is no such board, or it has no such pin. */
public final class NoSuchPinException extends GpioException {

    private static final long serialVersionUID = 1;

    public NoSuchPinException(PinId pin) {
        super(Kind.NO_SUCH_PIN, pin + ": no such pin");
    }
}
