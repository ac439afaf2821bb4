// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what clients do wrong or have to suffer: the first at once, then one a minute with the
 * number of those in between, as a client in a loop must not fill the log. Belongs to the broker's
 * thread.
 */
final class Complaints {

    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int PRINTABLE = 64;

    private long nextNanos = System.nanoTime();
    private long leftOut;

    /** @param what the rest of a sentence about the broker */
    void about(String what) {
        about(what, null);
    }

    /** @param defect in the broker, which is logged with its stack trace */
    void about(String what, @Nullable Throwable defect) {
        if (System.nanoTime() - nextNanos < 0) {
            leftOut++;
            LOG.debug("MQTT broker {}", what, defect);
            return;
        }
        LOG.warn(
                "MQTT broker {}{}",
                what,
                leftOut == 0 ? "" : " (and " + leftOut + " such lines were left out)",
                defect);
        nextNanos = System.nanoTime() + PAUSE_NANOS;
        leftOut = 0;
    }

    /**
     * What a client has sent, for the log: shortened, and without characters that could forge a
     * line.
     */
    static String printable(String text) {
        var cut = text.length() > PRINTABLE ? text.substring(0, PRINTABLE) + "…" : text;
        return "'" + cut.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
