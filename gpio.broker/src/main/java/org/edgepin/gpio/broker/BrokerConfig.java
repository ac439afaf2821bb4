// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The keys and their defaults, for consoles and for the component's properties; {@link Settings}
 * reads the values.
 */
@ObjectClassDefinition(
        name = "GPIO: embedded MQTT broker",
        description = "An MQTT 3.1.1 broker for the first run and for tests. It serves this machine only, without"
                + " passwords, and keeps everything in memory.")
@interface BrokerConfig {

    String PID = "org.edgepin.gpio.broker";

    @AttributeDefinition(name = "Enabled", description = "false turns the broker off.")
    boolean enabled() default true;

    @AttributeDefinition(
            name = "Host",
            description = "The address to listen on: 127.0.0.1, ::1 or another loopback address of this machine.")
    String host() default "127.0.0.1";

    @AttributeDefinition(name = "Port", min = "1", max = "65535", description = "The TCP port to listen on.")
    int port() default 1883;

    @AttributeDefinition(
            name = "Most clients",
            min = "1",
            max = "10000",
            description = "Clients at one time, with those whose session is kept while they are away.")
    int max__clients() default 50;

    @AttributeDefinition(
            name = "Largest message",
            min = "128",
            max = "16777216",
            description = "Bytes of one message with its topic; who sends a larger one is disconnected.")
    int max__message__bytes() default 65_536;

    @AttributeDefinition(
            name = "Most queued bytes",
            min = "1024",
            max = "1073741824",
            description = "Bytes of the messages that wait for one client that is slow or away; further ones are lost"
                    + " to it. Its subscriptions may take as much again.")
    int max__queued__bytes() default 262_144;

    @AttributeDefinition(
            name = "Most retained bytes",
            min = "1024",
            max = "1073741824",
            description = "Bytes of all retained messages. Further ones are delivered, but not retained.")
    int max__retained__bytes() default 8_388_608;
}
