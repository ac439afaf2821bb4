// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import java.util.Optional;
import java.util.function.Consumer;

/** What is behind a driver. Called from one thread; may block, and then delays all clients. */
interface Device {

    /** What clients see as the driver's name. */
    String name();

    /** What the driver info says about it. */
    String notes();

    /**
     * Carries out a config.
     *
     * @param from the address of the client, empty if it is unknown
     * @param errors takes what clients are told of it
     * @return whether the config is one for this driver; if not, its times do not count either
     */
    boolean configure(DriverConfig config, String from, Consumer<String> errors);

    /** Returns an update to send; empty if there can be none now. */
    Optional<byte[]> update();
}
