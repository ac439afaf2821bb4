// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.edgepin.gpio.PinId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a connection tells the next one, in a file: up to which number each pin's edges have been
 * published, and which pins' states may be retained at the broker. Numbers start anew with the
 * process, so those of another one count for nothing; what the broker retains outlives us.
 *
 * <p>Thread-safe; one lock.
 */
final class Memory {

    private static final Logger LOG = LoggerFactory.getLogger(Memory.class);
    private static final String PROCESS = "process";
    private static final String WHERE = "where";
    private static final String SHOWN = "shown.";
    private static final String NEXT = "next.";

    private final Settings settings;
    private final @Nullable File file;
    private final Map<PinId, Long> next = new HashMap<>();
    private final Set<Integer> shown = new TreeSet<>();
    private boolean closed;

    /**
     * Reads the file. One about another broker, thing or board is not looked at.
     *
     * @param file where to read and write; null where the framework has no place for files
     */
    Memory(Settings settings, @Nullable File file) {
        this.settings = settings;
        this.file = file;
        if (file != null && file.isFile()) {
            read(file);
        }
    }

    synchronized Map<PinId, Long> next() {
        return Map.copyOf(next);
    }

    synchronized Set<Integer> shown() {
        return new TreeSet<>(shown);
    }

    /** Takes note, unless it is closed: then the file belongs to the next connection. */
    synchronized void shown(Set<Integer> pins) {
        if (!closed) {
            shown.clear();
            shown.addAll(pins);
            write();
        }
    }

    /** Writes the file for the last time. */
    synchronized void close(Set<Integer> pins, Map<PinId, Long> numbers) {
        next.clear();
        next.putAll(numbers);
        shown(pins);
        closed = true;
    }

    private void read(File from) {
        var content = new Properties();
        try (var in = Files.newInputStream(from.toPath())) {
            content.load(in);
            if (!where().equals(content.getProperty(WHERE))) {
                return;
            }
            var sameProcess = process().equals(content.getProperty(PROCESS));
            for (var key : content.stringPropertyNames()) {
                if (key.startsWith(SHOWN)) {
                    shown.add(Integer.valueOf(key.substring(SHOWN.length())));
                } else if (key.startsWith(NEXT) && sameProcess) {
                    next.put(
                            new PinId(settings.board(), Integer.parseInt(key.substring(NEXT.length()))),
                            Long.valueOf(content.getProperty(key)));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{}: cannot read {}; edges told before may be declared lost", settings, from, e);
        }
    }

    private void write() {
        if (file == null) {
            return;
        }
        var content = new Properties();
        content.setProperty(PROCESS, process());
        content.setProperty(WHERE, where());
        shown.forEach(pin -> content.setProperty(SHOWN + pin, ""));
        next.forEach((pin, number) -> content.setProperty(NEXT + pin.number(), String.valueOf(number)));
        try (var out = Files.newOutputStream(file.toPath())) {
            content.store(out, null);
        } catch (IOException e) {
            LOG.warn("{}: cannot write {}; a restart of this bundle may declare edges lost", settings, file, e);
        }
    }

    private String where() {
        return settings.broker() + " " + settings.thing() + " " + settings.board();
    }

    /** A process id alone is used again, in a container at each start. */
    private static String process() {
        var process = ProcessHandle.current();
        return process.pid() + " "
                + process.info().startInstant().map(String::valueOf).orElse("");
    }
}
