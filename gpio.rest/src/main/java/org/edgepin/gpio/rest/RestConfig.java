// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What a user may configure. */
@ObjectClassDefinition(name = "GPIO: REST", description = "REST and live events, at /gpio/api.")
@interface RestConfig {

    String PID = "org.edgepin.gpio.rest";

    @AttributeDefinition(
            name = "Largest body",
            description = "The largest body of a request, in bytes.",
            min = "256",
            max = "1048576")
    int max_body_bytes() default 65_536;

    @AttributeDefinition(
            name = "Streams",
            description = "How many clients may follow the events at a time; a further one is told to try again.",
            min = "1",
            max = "10000")
    int max_streams() default 256;

    @AttributeDefinition(
            name = "Events for each stream",
            description = "How many events a client may be behind before it loses them, and is told so.",
            min = "16",
            max = "100000")
    int stream_events() default 512;

    @AttributeDefinition(
            name = "History",
            description = "How many events are remembered for clients that come back.",
            min = "0",
            max = "1000000")
    int history_events() default 4096;

    @AttributeDefinition(
            name = "Heartbeat",
            description = "After how many milliseconds without an event a stream says that it is alive.",
            min = "100",
            max = "25000")
    int heartbeat_ms() default 15_000;
}
