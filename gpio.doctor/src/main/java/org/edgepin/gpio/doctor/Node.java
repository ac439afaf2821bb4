// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.doctor;

import java.nio.file.Path;

/**
 * A device node.
 *
 * @param title what is behind it, for people: {@code /dev/i2c-1 [bcm2835 (i2c@7e804000)]}
 * @param group whom it is given to; {@code root} if nobody
 * @param groupMay whether its group may read and write it
 * @param usable whether this process may read and write it
 */
record Node(Path device, String title, String group, boolean groupMay, boolean usable) {

    /** Returns whether a rule of udev has given it to a group. */
    boolean isGiven() {
        return groupMay && !group.equals("root");
    }
}
