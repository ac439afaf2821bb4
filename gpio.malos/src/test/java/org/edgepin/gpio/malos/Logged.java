// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What this bundle writes to the log: the lines that a user sees, each with its level before it. */
final class Logged extends Handler implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger("org.edgepin.gpio.malos");

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    Logged() {
        LOGGER.addHandler(this);
        LOGGER.setUseParentHandlers(false);
    }

    List<String> lines() {
        return records.stream().map(it -> it.getLevel() + " " + it.getMessage()).toList();
    }

    List<String> warnings() {
        return records.stream()
                .filter(it -> it.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogRecord::getMessage)
                .toList();
    }

    boolean showsAStackTrace() {
        return records.stream().anyMatch(it -> it.getThrown() != null);
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.INFO.intValue()) {
            records.add(entry);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
        LOGGER.setUseParentHandlers(true);
    }
}
