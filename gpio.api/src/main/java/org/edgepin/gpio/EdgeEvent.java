// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.time.Instant;

/**
 * A level change seen on a pin, whether caused from outside or by a write.
 *
 * <p>The edges and gaps of a pin tile its sequence numbers: as long as its {@link Board} is
 * registered, also while it is away, each listener is told of each number once, in order, as an edge
 * or within a {@link GapEvent}.
 *
 * @param pin the pin that changed
 * @param edge the change
 * @param time when it happened, as precisely as the hardware layer knows; the wall clock may step
 * @param nanoTime when it happened on the clock of {@link System#nanoTime()}, to measure intervals
 * @param sequence counts the edges of this pin from 1 since its {@link Board} was registered
 */
public record EdgeEvent(PinId pin, Edge edge, Instant time, long nanoTime, long sequence) implements GpioEvent {

    @Override
    public String board() {
        return pin.board();
    }
}
