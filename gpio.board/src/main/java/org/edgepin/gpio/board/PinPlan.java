// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import org.edgepin.gpio.PinSettings;

/**
 * What the configuration says of a pin.
 *
 * @param name the user's name for it, empty if it has none
 * @param locked whether only the configuration may change its settings
 */
record PinPlan(PinSettings settings, String name, boolean locked) {

    static final PinPlan UNUSED = new PinPlan(PinSettings.UNUSED, "", false);

    /** Whether the two differ in what does not concern the hardware. */
    boolean differsInWords(PinPlan other) {
        return !name.equals(other.name) || locked != other.locked;
    }
}
