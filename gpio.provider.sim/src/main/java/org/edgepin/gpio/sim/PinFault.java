// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.util.Map;

/** What is broken at a pin. */
enum PinFault {
    NONE,
    /** Shorted to the supply: nothing can pull it low. */
    STUCK_HIGH,
    /** Shorted to ground: nothing can pull it high. */
    STUCK_LOW;

    static final Map<String, PinFault> WORDS = Map.of("none", NONE, "stuck-high", STUCK_HIGH, "stuck-low", STUCK_LOW);
}
