// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a client, and now and then the log, that a command was not carried out. Thread-safe; never blocks. */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final Settings settings;
    private final Messages messages;
    private final Outbox outbox;
    private final LogLimit limit = new LogLimit();

    Refusals(Settings settings, Messages messages, Outbox outbox) {
        this.settings = settings;
        this.messages = messages;
        this.outbox = outbox;
    }

    void refuse(ErrorMessage error) {
        var told = outbox.answerIfRoom(messages.error(error));
        limit.silentBefore(told ? error.error() : "untold")
                .ifPresent(silent -> LOG.warn(
                        "{}: command refused{}: {}{}",
                        settings,
                        told ? "" : ", and too many answers wait to tell the client",
                        error.json(),
                        more(silent)));
    }

    /** A board threw what it must not throw. */
    void defect(Command command, RuntimeException defect) {
        limit.silentBefore("defect")
                .ifPresent(silent -> LOG.error("{}: {} failed{}", settings, command, more(silent), defect));
        refuse(ErrorMessage.defect(command));
    }

    private static String more(long silent) {
        return silent == 0 ? "" : ", and " + silent + " more like it since the last such line";
    }
}
