// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.SubstituteLogger;

/** A log that remembers its lines. */
final class RecordedLog {

    private final LinkedBlockingQueue<SubstituteLoggingEvent> events = new LinkedBlockingQueue<>();
    final Logger logger = new SubstituteLogger("test", events, false);

    /** Returns the lines so far but for those for developers, {@code WARN board main is away}. */
    List<String> lines() {
        return events.stream()
                .filter(it -> it.getLevel().toInt() >= Level.INFO.toInt())
                .map(it -> it.getLevel() + " "
                        + MessageFormatter.arrayFormat(it.getMessage(), it.getArgumentArray())
                                .getMessage())
                .toList();
    }
}
