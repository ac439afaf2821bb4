// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys, with their defaults: closed. {@link Settings} reads the values and says what is wrong with them. */
@ObjectClassDefinition(name = "GPIO: access", description = "Who may come in without a login, and whose users count.")
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface AccessConfig {

    String PID = "org.edgepin.gpio.access";

    @AttributeDefinition(
            name = "Anonymous",
            description = "What those on this machine may do without a login: nothing, or look.",
            options = {
                @Option(value = "none", label = "nothing"),
                @Option(value = "viewer", label = "look, from this machine")
            })
    String anonymous() default "none";

    @AttributeDefinition(name = "Realm", description = "The JAAS realm whose users and passwords count.")
    String realm() default "karaf";
}
