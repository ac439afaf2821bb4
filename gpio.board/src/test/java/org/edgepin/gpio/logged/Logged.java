// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.logged;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a bundle writes to the log: the lines that a user sees, each with its level before it. For the tests of endpoints. */
public final class Logged extends Handler implements AutoCloseable {

    private final Logger logger;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    /** That of the package of whoever makes it. */
    public Logged() {
        var caller = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .getCallerClass();
        logger = Logger.getLogger(caller.getPackageName());
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    public List<String> lines() {
        return records.stream().map(it -> it.getLevel() + " " + it.getMessage()).toList();
    }

    public List<String> warnings() {
        return records.stream()
                .filter(it -> it.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogRecord::getMessage)
                .toList();
    }

    public boolean showsAStackTrace() {
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
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
