// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told what happens to pins and boards. Register it as a service to be called.
 *
 * <p>Events of one pin arrive in the order of their sequence. A listener is called from one thread
 * at a time, which belongs to it alone: it may block, and then delays, and finally loses, only its
 * own events; what it loses it is told in {@link #gap(GapEvent)}. An exception is logged and the
 * next event is delivered all the same.
 */
@ConsumerType
@FunctionalInterface
public interface EdgeListener {

    /**
     * Service property: the pins to listen to, {@code String+}, each {@code board/number} or {@code
     * board/*}; all if absent. Changes of a board come to whoever listens to one of its pins.
     */
    String PINS = "gpio.pins";

    /** Called for each edge. */
    void edge(EdgeEvent event);

    /** Called when edges of a pin were lost, before the next edge of that pin. */
    default void gap(GapEvent gap) {}

    /** Called when the settings or the name of a pin have changed. */
    default void pinChanged(PinChange change) {}

    /** Called when a board comes, goes, or has another problem than before. */
    default void boardChanged(BoardChange change) {}
}
