// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.screen;

import java.security.AccessController;
import java.security.Principal;
import java.util.Comparator;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who types in the console. Karaf runs each command as the user who has logged in through ssh, and in
 * the gateway's own terminal as the user {@code karaf} with the role {@code admin}. The variables of a
 * session say the same, but the user can set them.
 */
public final class ConsoleCaller {

    private static final String ORIGIN = "console";

    private ConsoleCaller() {}

    /** Returns who runs this thread; whom Karaf has not named may only look. */
    @SuppressWarnings("removal") // the way of all Java versions on which Karaf 4.4 runs
    public static Caller current() {
        return of(Subject.getSubject(AccessController.getContext()));
    }

    static Caller of(@Nullable Subject subject) {
        Set<Principal> principals = subject == null ? Set.of() : subject.getPrincipals();
        var name = principals.stream()
                .filter(UserPrincipal.class::isInstance)
                .map(Principal::getName)
                .findFirst()
                .orElse("nobody");
        var role = principals.stream()
                .filter(RolePrincipal.class::isInstance)
                .flatMap(it -> Role.parse(it.getName()).stream())
                .max(Comparator.naturalOrder())
                .orElse(Role.VIEWER);
        return new Caller(name, ORIGIN, role);
    }
}
