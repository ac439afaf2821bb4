// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.endpoint;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The last configuration that was right. One with mistakes is logged, with its keys, and changes
 * nothing. Not thread-safe: DS calls one method of a component at a time.
 *
 * @param <S> the settings that a configuration is read into
 */
public final class Accepted<S> {

    private final Logger log;
    private final String meanwhile;
    private final Reader<S> reader;
    private @Nullable S settings;

    /** Reads a configuration. */
    public interface Reader<S> {

        S read(Map<String, ?> properties) throws RefusedException;
    }

    /**
     * @param meanwhile what is so until there is a right one, for the log: {@code nothing runs until it
     *     is right}
     */
    public Accepted(Logger log, String meanwhile, Reader<S> reader) {
        this.log = log;
        this.meanwhile = meanwhile;
        this.reader = reader;
    }

    /**
     * Reads a changed configuration.
     *
     * @param who whose it is, for the log
     * @return the settings that hold from now on; empty if those before hold, as it is wrong or says the
     *     same
     */
    public Optional<S> change(String who, Map<String, ?> properties) {
        S changed;
        try {
            changed = reader.read(properties);
        } catch (RefusedException e) {
            log.warn(
                    "{}: configuration refused, {}: {}",
                    who,
                    settings == null ? meanwhile : "the one before runs on",
                    e.getMessage());
            return Optional.empty();
        }
        if (changed.equals(settings)) {
            return Optional.empty();
        }
        settings = changed;
        return Optional.of(changed);
    }

    /** Returns the settings that hold; empty until there is a right one. */
    public Optional<S> current() {
        return Optional.ofNullable(settings);
    }
}
