// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

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
 * The keys of a gRPC server, with their defaults. Two low lines in a method's name are one in the
 * key; a low line at its beginning is a dot, which keeps a password private. {@link Settings} reads
 * the values and says what is wrong with them.
 */
@ObjectClassDefinition(
        name = "GPIO: gRPC",
        description = "A gRPC server: edgepin.v1 with users, events and TLS, and the HPE GL20's serviceGL20.")
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface GrpcConfig {

    String PID = "org.edgepin.gpio.grpc";

    @AttributeDefinition(
            name = "Host",
            description = "The address to listen on. localhost is 127.0.0.1 and ::1, 0.0.0.0 each IPv4 address of this"
                    + " machine, :: each address.")
    String host() default "localhost";

    @AttributeDefinition(name = "Port", min = "1", max = "65535", description = "The TCP port to listen on.")
    int port() default 50_051;

    @AttributeDefinition(
            name = "Services",
            description =
                    "edgepin: edgepin.v1.GpioService. gl20: serviceGL20, which knows no users. Both: edgepin,gl20.")
    String services() default "edgepin,gl20";

    @AttributeDefinition(
            name = "Board of serviceGL20",
            required = false,
            description = "Its pins 0 to 7 are PIN0 to PIN7. Empty: the first GL20, a real one rather than a twin.")
    String board() default "";

    @AttributeDefinition(
            name = "Role of serviceGL20's clients",
            description = "What they may do, as they cannot log in.",
            options = {@Option(value = "viewer", label = "read"), @Option(value = "operator", label = "read and write")
            })
    String gl20__role() default "operator";

    @AttributeDefinition(
            name = "serviceGL20 beyond loopback",
            description = "Whether serviceGL20 may listen where other machines reach it. Whoever reaches it can then"
                    + " switch outputs.")
    boolean gl20__beyond__loopback() default false;

    @AttributeDefinition(
            name = "Key store",
            description = "File (PKCS12 or JKS) with the server's certificate and key: the server then speaks TLS only."
                    + " Empty: no TLS.",
            required = false)
    String key__store() default "";

    @AttributeDefinition(
            name = "Key store password",
            description = "Of the file and of the key in it. In a file: $[secret:NAME]. Empty: none.",
            type = AttributeType.PASSWORD,
            required = false)
    String _key__store__password() default "";

    @AttributeDefinition(
            name = "Most connections",
            min = "1",
            max = "10000",
            description = "Connections at one time; a further one is closed at once.")
    int max__connections() default 100;

    @AttributeDefinition(
            name = "History",
            min = "100",
            max = "1000000",
            description = "Events that are kept, for clients that read slowly or come back; what falls out is told as"
                    + " a gap.")
    int history__events() default 10_000;
}
