// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The keys, with their defaults. Two low lines in a method's name are one in the key. {@link Settings}
 * reads the values and says what is wrong with them.
 */
@ObjectClassDefinition(name = "GPIO: REST", description = "REST and live events, at /gpio/api.")
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface RestConfig {

    String PID = "org.edgepin.gpio.rest";

    @AttributeDefinition(
            name = "Largest body",
            description = "The largest body of a request, in bytes.",
            min = "256",
            max = "1048576")
    int max__body__bytes() default 65_536;

    @AttributeDefinition(
            name = "Streams",
            description = "How many clients may follow the events at a time; a further one is told to try again.",
            min = "1",
            max = "10000")
    int max__streams() default 256;

    @AttributeDefinition(
            name = "Events for each stream",
            description = "How many events a client may be behind before it loses them, and is told so.",
            min = "16",
            max = "100000")
    int stream__events() default 512;

    @AttributeDefinition(
            name = "History",
            description = "How many events are remembered for clients that come back.",
            min = "0",
            max = "1000000")
    int history__events() default 4096;

    @AttributeDefinition(
            name = "Heartbeat",
            description = "After how many milliseconds without an event a stream says that it is alive.",
            min = "100",
            max = "25000")
    int heartbeat__ms() default 15_000;
}
