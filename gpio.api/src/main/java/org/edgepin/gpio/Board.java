// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A board that somebody has configured, whether it is there or not. A provider registers one
 * service of this type for each of its configurations, as long as the configuration lasts; a {@link
 * GpioController} stands beside it while the board can be used. When the service goes and the
 * configuration stays, as while a provider's bundle is updated, the board is away.
 */
@ProviderType
public interface Board {

    /** Returns how the board is now. Never blocks. */
    BoardStatus status();

    /**
     * Says what is wrong with a configuration, without using it. Returns after all changes of the
     * configuration that the board was told of before have been carried out.
     *
     * @param configuration the keys and values, with or without those of the framework
     * @return each problem as {@code key = value: what would be right}; empty if nothing is wrong
     * @throws BoardAwayException if the board must be there to tell, and is not, or does not answer
     */
    default List<String> problems(Map<String, ?> configuration) throws BoardAwayException {
        return List.of();
    }
}
