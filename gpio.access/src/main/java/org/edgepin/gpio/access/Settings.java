// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.util.Map;
import java.util.Optional;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.endpoint.RefusedException;
import org.edgepin.gpio.endpoint.Values;

/**
 * A configuration without mistakes. The keys are described in {@link AccessConfig}.
 *
 * @param anonymous what those on this machine may do without a login; empty for nothing
 * @param realm the name of the JAAS realm whose users count
 */
record Settings(Optional<Role> anonymous, String realm) {

    /** Reads a configuration. Nothing is guessed: a mistake must not open anything. */
    static Settings of(Map<String, ?> properties) throws RefusedException {
        var values = new Values(properties);
        var anonymous =
                values.text("anonymous", it -> it.equals("none") || it.equals("viewer"), "must be none or viewer");
        var realm =
                values.text("realm", it -> it.matches("[!-~]{1,128}"), "must be the name of a JAAS realm, as in karaf");
        var problems = values.problems();
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        return new Settings(anonymous.equals("viewer") ? Optional.of(Role.VIEWER) : Optional.empty(), realm);
    }
}
