// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.util.List;
import org.edgepin.gpio.GpioEvent;
import org.jspecify.annotations.Nullable;

/**
 * What is published together and is on its way until the broker has taken all of it. The mutable
 * part is guarded by the lock of the {@link Outbox}.
 */
final class Flight {

    private final List<Message> messages;
    private final @Nullable GpioEvent event;
    private int attempt;
    private int open;
    private long started;

    /** @param event what the messages tell, null if they only answer */
    Flight(List<Message> messages, @Nullable GpioEvent event) {
        this.messages = messages;
        this.event = event;
    }

    List<Message> messages() {
        return messages;
    }

    @Nullable
    GpioEvent event() {
        return event;
    }

    /** Returns which attempt this is, so that a late answer to an earlier one is not taken for one to this. */
    int attempt() {
        return attempt;
    }

    /** Returns when this attempt began, on the clock of {@link System#nanoTime()}. */
    long started() {
        return started;
    }

    void start(long now) {
        attempt++;
        open = messages.size();
        started = now;
    }

    /** Returns whether that was the last message of the flight. */
    boolean taken(int ofAttempt) {
        return ofAttempt == attempt && --open == 0;
    }
}
