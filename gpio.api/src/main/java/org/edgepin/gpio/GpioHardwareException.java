// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/** The hardware did not do what it was asked to; the cause tells what it answered. */
public final class GpioHardwareException extends GpioException {

    private static final long serialVersionUID = 1;

    /**
     * @param attempt what could not be done, and to what: {@code cannot read main/17}
     */
    public GpioHardwareException(String attempt, Throwable cause) {
        super(Kind.HARDWARE, attempt + ": " + (cause.getMessage() == null ? cause : cause.getMessage()), cause);
    }
}
