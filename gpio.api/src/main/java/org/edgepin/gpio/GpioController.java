// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The pins of one board. A provider registers one service of this type for each board that is up,
 * with the service properties named here. Whoever wants all boards uses {@link Gpio}.
 *
 * <p>{@link #boards()} returns the status of that one board. Pins of other boards fail with {@link
 * NoSuchPinException}.
 */
@ProviderType
public interface GpioController extends Gpio {

    /** Service property: the board's name, {@code String}, see {@link PinId#board()}. */
    String BOARD = "gpio.board";

    /** Service property: what the board is, {@code String}, see {@link BoardStatus#model()}. */
    String MODEL = "gpio.model";

    /** Service property: whether the board is a twin in memory, {@code Boolean}. */
    String SIMULATED = "gpio.simulated";
}
