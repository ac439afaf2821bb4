// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.Sensing;

/**
 * An open board, as its provider touches it. {@link BoardController} has checked each call: the pins
 * exist, their capabilities allow the settings, only outputs are written. It calls from one thread
 * at a time. An {@link IOException} means that the board does not answer: it is closed and tried
 * again; a pin's own trouble is told by {@link #configure} and {@link #problem}.
 *
 * <p>Edges of inputs are reported to the {@link HardwareEvents} that the driver was given, from any
 * thread; edges of outputs are made by the controller when it writes.
 *
 * @param <S> the provider's own settings
 */
public interface Hardware<S> extends AutoCloseable {

    /** Returns what the board is, for people: {@code Raspberry Pi 4 Model B}. Never blocks. */
    String model();

    /** Returns where it was found, for people: {@code /dev/gpiochip0 [pinctrl-bcm2711]}. Never blocks. */
    String location();

    /** Returns how the changes of a pin are seen now. Never blocks. */
    Sensing sensing(int pin);

    /**
     * Gives some pins new settings and touches no other. An output without an initial level keeps
     * the level that the pin has; a level is set before the direction.
     *
     * @param settings only pins that are in use or shall be
     * @return the pins that could not have them, which stay or become unused; empty if all could. To
     *     become unused is never refused
     */
    Map<Integer, GpioException> configure(NavigableMap<Integer, PinSettings> settings) throws IOException;

    /**
     * Samples some used pins, at one instant if the hardware can. An input with a debounce yields the
     * level that its edges lead to.
     *
     * @return a level for each of the pins
     */
    Map<Integer, Level> read(Set<Integer> pins) throws IOException;

    /** Drives some outputs, at one instant if the hardware can. */
    void write(Map<Integer, Level> levels) throws IOException;

    /** Returns the level that an output is driven to; empty if it is not an output. Never blocks. */
    Optional<Level> driven(int pin);

    /** Returns who else holds an unused pin; empty if nobody does. */
    default Optional<String> consumer(int pin) throws IOException {
        return Optional.empty();
    }

    /** Returns what is wrong with a pin, to be read after its name; empty if nothing is. Never blocks. */
    default Optional<String> problem(int pin) {
        return Optional.empty();
    }

    /**
     * Takes changed settings of the provider's own without touching a pin.
     *
     * @return whether it could; otherwise the board is closed and opened anew with them
     */
    boolean accept(S settings) throws IOException;

    /** Gives the board back: afterwards no thread of it runs and no event comes. Called once. */
    @Override
    void close();
}
