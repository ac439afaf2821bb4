// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.time.Duration;
import org.slf4j.Logger;

/**
 * Logs when a broker goes and when it is back, and nothing in between. A gateway and its broker that
 * start together do not wait for each other: a broker that was never there may be late without a
 * word. Not thread-safe.
 */
final class Outage {

    private final Logger log;
    private final Object what;
    private final Object broker;
    private final Duration patience;
    private long since = System.nanoTime();
    private boolean everConnected;
    private boolean ongoing = true;
    private boolean told;

    /** @param patience how long a broker may be late at the start */
    Outage(Logger log, Object what, Object broker, Duration patience) {
        this.log = log;
        this.what = what;
        this.broker = broker;
        this.patience = patience;
    }

    /** The broker cannot be used; a broker that is there and refuses us is never just late. */
    void begin(Exception cause) {
        if (!ongoing) {
            ongoing = true;
            since = System.nanoTime();
        }
        log.debug("{}: cannot use broker {}", what, broker, cause);
        var late = everConnected || Reason.refused(cause) || duration().compareTo(patience) >= 0;
        if (late && !told) {
            told = true;
            log.warn("{}: cannot use broker {}, still trying: {}", what, broker, Reason.of(cause));
        }
    }

    void over() {
        if (everConnected || told) {
            log.info(
                    "{}: broker {} is back after {} s", what, broker, duration().toSeconds());
        } else {
            log.info("{}: connected to broker {}", what, broker);
        }
        everConnected = true;
        ongoing = false;
        told = false;
    }

    private Duration duration() {
        return Duration.ofNanos(System.nanoTime() - since);
    }
}
