// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What consoles show. A pin has keys of its own besides, which no metatype can list: see README.md. */
@ObjectClassDefinition(
        name = "Edgepin: HPE GL20",
        description = "The inputs and outputs of an HPE GL20. Its name is what follows the dash in the file's name."
                + " Pins have further keys, such as pin.0.name and pin.0.debounce_us.")
@interface Gl20Config {

    String PID = "org.edgepin.gpio.gl20";

    @AttributeDefinition(
            name = "I2C bus",
            required = false,
            min = "0",
            max = "999999",
            description = "N of /dev/i2c-N. Without it, the adapter is found by its name, SMBus I801 adapter at ...")
    int i2c__bus();

    @AttributeDefinition(
            name = "Inputs",
            required = false,
            description = "Of 0 to 5, without blanks: 0,1,2. All of them if no pin is named at all.")
    String inputs();

    @AttributeDefinition(
            name = "Outputs",
            required = false,
            description = "Of 6 and 7, each alone or with H (starts open) or L (starts shorted to ground): 6,7L."
                    + " Both if no pin is named at all.")
    String outputs();

    @AttributeDefinition(
            name = "Poll period",
            required = false,
            min = "1",
            max = "60000",
            description = "Milliseconds between two looks at the inputs; a shorter pulse goes unseen.")
    int poll__ms() default 20;
}
