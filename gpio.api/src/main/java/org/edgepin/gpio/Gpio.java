// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Read, drive and configure pins.
 *
 * <p>As a service, this offers the pins of all boards present; boards come and go while it stays.
 * An operation on a pin of a board that is configured but away fails with {@link
 * BoardAwayException}, on any other pin that is not there with {@link NoSuchPinException}.
 *
 * <p>All methods may be called from any thread and block for as long as the hardware takes.
 */
@ProviderType
public interface Gpio {

    /** Returns the boards that are configured, in the order of their names, also those that are away. */
    List<BoardStatus> boards();

    /** Returns the pins of the boards that are up, used or not, in their natural order. */
    List<Pin> pins();

    /** Returns what is known of a pin. */
    PinState state(PinId pin) throws GpioException;

    /**
     * Samples some pins, those of one board at one instant if its hardware can. An output yields the
     * level sensed on the pin if the hardware senses it, else the level last driven. An unused pin
     * fails with {@link PinNotConfiguredException}.
     *
     * @return a level for each of the pins, in their natural order
     */
    Map<PinId, Level> read(Set<PinId> pins) throws GpioException;

    /**
     * Drives some outputs, those of one board at one instant if its hardware can. All pins are
     * checked first: unless each of them is an output of a board that is up, none is driven. A write
     * that changes a level is an edge of that pin.
     */
    void write(Map<PinId, Level> levels) throws GpioException;

    /**
     * Changes the settings of one pin and touches no other. They hold until the next such call, until
     * this pin's lines in the board's configuration change, or until the board is removed. A pin that
     * cannot have them keeps those that it had.
     */
    void configure(PinId pin, PinSettings settings) throws GpioException;

    /** Samples one pin. */
    default Level read(PinId pin) throws GpioException {
        return read(Set.of(pin)).values().iterator().next();
    }

    /** Drives one output. */
    default void write(PinId pin, Level level) throws GpioException {
        write(Map.of(pin, level));
    }
}
