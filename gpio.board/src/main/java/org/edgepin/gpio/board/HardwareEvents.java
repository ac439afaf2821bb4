// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.io.IOException;
import java.time.Instant;
import org.edgepin.gpio.Edge;

/** What an open board reports. May be called from any thread; never blocks. */
public interface HardwareEvents {

    /**
     * An input has changed. Edges that its settings do not ask for are ignored.
     *
     * @param time when, on the wall clock
     * @param nanoTime when, on the clock of {@link System#nanoTime()}
     */
    void edge(int pin, Edge edge, Instant time, long nanoTime);

    /**
     * Edges of an input are known to have happened, but the hardware or the kernel has lost them.
     * Ignored for a pin that reports no edges.
     *
     * @param count how many, at least 1
     */
    void lost(int pin, long count);

    /** What {@link Hardware#problem}, {@link Hardware#sensing} or {@link Hardware#consumer} say of a pin has changed. */
    void changed(int pin);

    /** The board no longer answers; it will be closed and tried again. */
    void failed(IOException cause);
}
