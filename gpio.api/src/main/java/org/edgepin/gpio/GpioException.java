// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/** Why a pin could not be read, driven or configured. The message names the pin or the board. */
public abstract sealed class GpioException extends Exception
        permits NoSuchPinException,
                PinNotConfiguredException,
                PinCapabilityException,
                LineBusyException,
                BoardAwayException,
                GpioHardwareException,
                AccessDeniedException {

    private static final long serialVersionUID = 1;

    /** The cases, for an exhaustive {@code switch}. */
    public enum Kind {
        /** {@link NoSuchPinException}. */
        NO_SUCH_PIN,
        /** {@link PinNotConfiguredException}. */
        NOT_CONFIGURED,
        /** {@link PinCapabilityException}. */
        NOT_CAPABLE,
        /** {@link LineBusyException}. */
        BUSY,
        /** {@link BoardAwayException}. */
        AWAY,
        /** {@link GpioHardwareException}. */
        HARDWARE,
        /** {@link AccessDeniedException}. */
        DENIED
    }

    private final Kind kind;

    GpioException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    GpioException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Returns which case this is. */
    public final Kind kind() {
        return kind;
    }
}
