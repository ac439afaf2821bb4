// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What consoles show. A pin has keys of its own besides, which no metatype can list: see README.md. */
@ObjectClassDefinition(
        name = "Edgepin: Raspberry Pi",
        description = "The header of a Raspberry Pi, or any GPIO chip of the kernel. The board's name is what follows"
                + " the dash in the file's name. Pins have further keys, such as pin.17.name and pin.17.debounce_us.")
@interface RpiConfig {

    String PID = "org.edgepin.gpio.rpi";

    @AttributeDefinition(
            name = "Chip",
            required = false,
            description = "Only for another chip than that of the header: its label as in pinctrl-rp1, its name as in"
                    + " gpiochip0, or its node as in /dev/gpiochip0. Names and nodes change between kernels.")
    String chip();

    @AttributeDefinition(
            name = "Inputs",
            required = false,
            description = "BCM numbers without blanks, each alone or with U (pull-up) or D (pull-down): 5,6U,7D.")
    String inputs();

    @AttributeDefinition(
            name = "Outputs",
            required = false,
            description = "BCM numbers without blanks, each alone or with H (starts high) or L (starts low): 8H,9,27L.")
    String outputs();
}
