// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A board that somebody has configured, whether it is there or not. A provider registers one
 * service of this type for each of its configurations, as long as the configuration lasts; a {@link
 * GpioController} stands beside it while the board can be used.
 */
@ProviderType
public interface Board {

    /** Returns how the board is now. Never blocks. */
    BoardStatus status();
}
