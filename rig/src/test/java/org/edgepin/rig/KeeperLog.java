// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Remembers what is logged about boards. */
public final class KeeperLog implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("org.edgepin.gpio.board.BoardKeeper");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord event) {
            if (event.getLevel().intValue() >= Level.INFO.intValue()) {
                lines.add(event.getLevel().getName() + " " + new SimpleFormatter().formatMessage(event));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    public KeeperLog() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    /** Returns the lines so far, {@code INFO board main is up: ...}. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    public void clear() {
        lines.clear();
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }
}
