// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys and their defaults; {@link Settings} reads the values and says what is wrong with them. */
@ObjectClassDefinition(
        name = "GPIO: MALOS",
        description = "The pins of one board on the ZeroMQ ports of MATRIX CORE. Its clients work unchanged.")
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface MalosConfig {

    String PID = "org.edgepin.gpio.malos";

    @AttributeDefinition(
            name = "Host",
            description = "The IPv4 address to listen on; 0.0.0.0 for all. The protocol knows no passwords: whoever can"
                    + " connect can switch outputs.")
    String host() default "127.0.0.1";

    @AttributeDefinition(
            name = "Port",
            min = "1",
            max = "65532",
            description = "The first of the four ports of the GPIO driver: commands, pings, errors, updates.")
    int port() default 20_049;

    @AttributeDefinition(name = "Info port", min = "1", max = "65535", description = "The port for driver info.")
    int info__port() default 20_012;

    @AttributeDefinition(
            name = "Servo port",
            min = "0",
            max = "65532",
            description = "The first of the four ports of the servo driver, which only answers that there is none."
                    + " 0: these ports are not opened.")
    int servo__port() default 20_045;

    @AttributeDefinition(
            name = "Board",
            description =
                    "The board whose pins are offered. Empty: the first MATRIX board, a real one if there is one.",
            required = false)
    String board() default "";

    @AttributeDefinition(
            name = "Pins",
            description =
                    "The board's pins that clients know as 0, 1, 2 and so on, as in 5,6,27; at most 16. Empty: pin"
                            + " 0 is 0, and so on up to 15.",
            required = false)
    String pins() default "";

    @AttributeDefinition(
            name = "A config without a pin is a command",
            description =
                    "Whether a config without gpio, which only sets times, makes pin 0 an input, as in MATRIX CORE.")
    boolean config__without__gpio__sets__pin__0() default true;

    @AttributeDefinition(
            name = "Role",
            description = "What clients may do: each command of theirs sets the mode of a pin, which needs admin;"
                    + " operator may only drive pins that are outputs already; viewer only looks.",
            options = {
                @Option(value = "viewer", label = "look"),
                @Option(value = "operator", label = "drive outputs"),
                @Option(value = "admin", label = "drive outputs and set the mode of pins")
            })
    String role() default "admin";
}
