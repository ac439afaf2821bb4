// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/**
 * The settings, the name or another lasting thing about a pin has changed; {@link
 * Gpio#state(PinId)} tells what it is now.
 *
 * @param pin the pin
 */
public record PinChange(PinId pin) implements GpioEvent {

    @Override
    public String board() {
        return pin.board();
    }
}
