// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What consoles show. A pin has keys of its own besides, which no metatype can list: see README.md. */
@ObjectClassDefinition(
        name = "Edgepin: simulated board",
        description = "A twin of a board in memory. Its name is what follows the dash in the file's name."
                + " Pins have further keys, such as pin.17.name and pin.5.outside.")
@interface SimConfig {

    String PID = "org.edgepin.gpio.sim";

    @AttributeDefinition(
            name = "Twin",
            description = "The board that is simulated.",
            options = {
                @Option(label = "Raspberry Pi, BCM 0 to 27", value = "rpi"),
                @Option(label = "HPE GL20, six inputs and two outputs", value = "gl20"),
                @Option(label = "MATRIX Creator, 16 pins", value = "matrix")
            })
    String twin() default "rpi";

    @AttributeDefinition(
            name = "Inputs",
            required = false,
            description = "Numbers without blanks, each alone or with U (pull-up) or D (pull-down): 5,6U,7D.")
    String inputs();

    @AttributeDefinition(
            name = "Outputs",
            required = false,
            description = "Numbers without blanks, each alone or with H (starts high) or L (starts low): 8H,9,27L.")
    String outputs();

    @AttributeDefinition(
            name = "Poll period",
            required = false,
            min = "1",
            max = "60000",
            description = "Milliseconds between two looks at the inputs of a twin without interrupts:"
                    + " 20 for gl20 and 10 for matrix unless said otherwise.")
    int poll__ms();

    @AttributeDefinition(
            name = "Wires",
            required = false,
            description = "Pins that are wired together, as pairs without blanks: 27-5,9-6.")
    String wires();

    @AttributeDefinition(
            name = "Latency",
            required = false,
            min = "0",
            max = "1000000",
            description = "Microseconds that each access to the board takes.")
    int latency__us() default 0;

    @AttributeDefinition(
            name = "Fault",
            required = false,
            description = "What is broken at the board.",
            options = {
                @Option(label = "Nothing", value = "none"),
                @Option(label = "Does not answer, as if unplugged", value = "away"),
                @Option(label = "Each access takes half a second", value = "slow")
            })
    String fault() default "none";
}
