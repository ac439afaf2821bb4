// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What consoles show. A pin has keys of its own besides, which no metatype can list: see README.md. */
@ObjectClassDefinition(
        name = "Edgepin: MATRIX Creator and Voice",
        description = "The 16 pins of a MATRIX Creator or Voice. Its name is what follows the dash in the file's name."
                + " Pins have further keys, such as pin.0.name and pin.0.debounce_us.")
@interface MatrixConfig {

    String PID = "org.edgepin.gpio.matrix";

    @AttributeDefinition(
            name = "Device",
            required = false,
            description = "The way to the FPGA: a spidev such as /dev/spidev0.0, or /dev/matrixio_regmap."
                    + " Without it these two are tried, in this order.")
    String device();

    @AttributeDefinition(name = "Inputs", required = false, description = "Of 0 to 15, without blanks: 0,1,2.")
    String inputs();

    @AttributeDefinition(
            name = "Outputs",
            required = false,
            description = "Of 0 to 15, each alone or with H (starts high) or L (starts low): 8H,9,10L.")
    String outputs();

    @AttributeDefinition(
            name = "Poll period",
            required = false,
            min = "1",
            max = "60000",
            description = "Milliseconds between two looks at the inputs; a shorter pulse goes unseen.")
    int poll__ms() default 10;
}
