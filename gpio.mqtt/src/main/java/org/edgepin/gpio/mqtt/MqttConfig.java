// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * The keys of a connection to a broker, with their defaults. Two low lines in a method's name are
 * one in the key; a low line at its beginning is a dot, which keeps a password private.
 *
 * <p>{@link Settings} reads the values and says what is wrong with them: DS would take {@code yes}
 * for {@code false} in silence.
 */
@ObjectClassDefinition(
        name = "GPIO: MQTT",
        description = "The pins of one board on one MQTT broker, with the topics of the Greengrass GPIO connector.")
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface MqttConfig {

    String PID = "org.edgepin.gpio.mqtt";

    @AttributeDefinition(name = "Broker", description = "tcp://host:port, or ssl://host:port for TLS.")
    String broker() default "tcp://127.0.0.1:1883";

    @AttributeDefinition(name = "Thing", description = "Second part of the topics: gpio/THING/5/state.")
    String thing() default "edgepin";

    @AttributeDefinition(name = "Board", description = "The board whose pins are offered.")
    String board() default "main";

    @AttributeDefinition(
            name = "Role",
            description =
                    "What whoever may publish on the broker may do here: viewer only reads, operator also writes.",
            options = {@Option(value = "viewer", label = "read"), @Option(value = "operator", label = "read and write")
            })
    String role() default "operator";

    @AttributeDefinition(
            name = "Client id",
            description = "Unique on the broker. Empty: edgepin-THING-BOARD.",
            required = false)
    String client__id() default "";

    @AttributeDefinition(name = "User", description = "Empty: no login.", required = false)
    String user() default "";

    @AttributeDefinition(
            name = "Password",
            description = "In a file: $[secret:NAME], so that it is not in clear text.",
            type = AttributeType.PASSWORD,
            required = false)
    String _password() default "";

    @AttributeDefinition(
            name = "Trust store",
            description = "File (PKCS12 or JKS) with the authorities that may sign the broker's certificate, for"
                    + " ssl://. Empty: those of the Java runtime.",
            required = false)
    String trust__store() default "";

    @AttributeDefinition(
            name = "Trust store password",
            description = "Empty: none.",
            type = AttributeType.PASSWORD,
            required = false)
    String _trust__store__password() default "";

    @AttributeDefinition(
            name = "Key store",
            description = "File (PKCS12 or JKS) with the client's own certificate and key, for ssl://. Empty: none.",
            required = false)
    String key__store() default "";

    @AttributeDefinition(
            name = "Key store password",
            description = "Of the file and of the key in it. Empty: none.",
            type = AttributeType.PASSWORD,
            required = false)
    String _key__store__password() default "";

    @AttributeDefinition(
            name = "Verify host name",
            description = "Whether the broker's certificate must be for the host in its URL.")
    boolean verify__hostname() default true;

    @AttributeDefinition(
            name = "Quality of service",
            description = "Of all messages and subscriptions.",
            min = "0",
            max = "2",
            options = {
                @Option(value = "0", label = "at most once"),
                @Option(value = "1", label = "at least once"),
                @Option(value = "2", label = "exactly once, as long as the connection holds")
            })
    int qos() default 1;

    @AttributeDefinition(
            name = "Retain",
            description = "Whether the broker keeps the last state of each pin for clients that come later.")
    boolean retain() default true;

    @AttributeDefinition(
            name = "State on connect",
            description = "Whether the states of all pins are published after each connect.")
    boolean state__on__connect() default true;

    @AttributeDefinition(
            name = "Event topics",
            description = "Whether edges, gaps and the board's status are published below edgepin/THING/.")
    boolean event__topics() default true;

    @AttributeDefinition(
            name = "Status topic",
            description = "Where online and offline are published, retained; {thing} is replaced. Empty: nowhere.",
            required = false)
    String status__topic() default "edgepin/{thing}/status";

    @AttributeDefinition(
            name = "Keep alive (s)",
            description = "Seconds of silence after which the broker is asked whether it is still there.",
            min = "1",
            max = "65535")
    int keep__alive__s() default 30;

    @AttributeDefinition(
            name = "Queue size",
            description = "Edges kept while the broker is away or slow; beyond it the oldest become a gap.",
            min = "1",
            max = "1000000")
    int queue__size() default 10_000;

    @AttributeDefinition(
            name = "Shortest back-off (ms)",
            description = "Milliseconds before the first new attempt to connect; each further pause is twice as long.",
            min = "10",
            max = "3600000")
    int backoff__min__ms() default 500;

    @AttributeDefinition(
            name = "Longest back-off (ms)",
            description = "Milliseconds that a pause between two attempts may grow to.",
            min = "10",
            max = "3600000")
    int backoff__max__ms() default 30_000;
}
