// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys, with their defaults: closed. */
@ObjectClassDefinition(name = "GPIO: access", description = "Who may come in without a login, and whose users count.")
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
