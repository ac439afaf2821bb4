// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the configuration of the boards says, and how to change it so that it holds after a restart. A
 * file that stands behind it keeps its comments.
 *
 * <p>It does not ask who wants that: an endpoint goes through {@link GpioAccess#perform}. But a locked
 * pin stays as it is, whoever asks: only the file may change it.
 *
 * <p>All methods may be called from any thread. Changes are made one after another.
 */
@ProviderType
public interface GpioConfiguration {

    /**
     * Returns the keys of a board's configuration as they are written, without those of the framework,
     * and their values. Empty if there is no such board.
     */
    Optional<NavigableMap<String, String>> values(String board);

    /**
     * Returns the settings that the configuration says a pin shall have, with the level that an output
     * starts with; {@link PinSettings#UNUSED} if it says none.
     */
    PinSettings planned(PinId pin) throws GpioException;

    /**
     * Changes keys of a board's configuration. Returns when the board has taken the change.
     *
     * @param changes new values by key; empty to take a key out
     * @throws ConfigurationRefusedException if the board would refuse it; nothing has changed then
     */
    void change(String board, Map<String, Optional<String>> changes)
            throws GpioException, ConfigurationRefusedException;

    /**
     * Changes the name and the settings of a pin, now and in the board's configuration. An output that
     * stays one keeps its level; the level to start with is driven when a pin becomes an output. Returns
     * when the board has taken the change; if it fails, nothing has changed.
     *
     * @param name the new name, as in {@link PinState#name()}; empty to keep it
     * @param settings the new settings; empty to keep them
     */
    void change(PinId pin, Optional<String> name, Optional<PinSettings> settings)
            throws GpioException, ConfigurationRefusedException;
}
