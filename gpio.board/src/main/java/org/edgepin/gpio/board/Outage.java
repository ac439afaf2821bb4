// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import org.slf4j.Logger;

/** Logs the beginning and the end of a failure, and nothing in between. Not thread-safe. */
final class Outage {

    private final Logger log;
    private final String what;
    private boolean ongoing;

    /** @param what the thing that fails, {@code board main} */
    Outage(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    void begin(String problem) {
        if (!ongoing) {
            ongoing = true;
            log.warn("{} is away, still trying: {}", what, problem);
        }
    }

    void over() {
        if (ongoing) {
            ongoing = false;
            log.info("{} is back", what);
        }
    }
}
