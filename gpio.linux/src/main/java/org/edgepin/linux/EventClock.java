// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

/** The clock of an edge's timestamp. */
public enum EventClock {
    /** {@code CLOCK_MONOTONIC}, which is also the clock of {@link System#nanoTime()} on Linux. */
    MONOTONIC(0),
    /** {@code CLOCK_REALTIME}, since 1970; steps when the clock is set. */
    REALTIME(Uapi.GPIO_V2_LINE_FLAG_EVENT_CLOCK_REALTIME),
    /** The hardware timestamp engine, on the few chips that have one; else EOPNOTSUPP. */
    HTE(Uapi.GPIO_V2_LINE_FLAG_EVENT_CLOCK_HTE);

    final long flag;

    EventClock(long flag) {
        this.flag = flag;
    }
}
