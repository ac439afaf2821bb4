// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Principal;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.GroupPrincipal;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Role;
import org.junit.jupiter.api.Test;

class ConsoleCallerTest {

    @Test
    void hasTheHighestRoleOfTheUser() {
        assertThat(caller(
                        new UserPrincipal("alice"),
                        new RolePrincipal("viewer"),
                        new RolePrincipal("operator"),
                        new RolePrincipal("ssh")))
                .isEqualTo(new Caller("alice", "console", Role.OPERATOR));
        assertThat(caller(new UserPrincipal("karaf"), new RolePrincipal("viewer"), new RolePrincipal("admin")))
                .isEqualTo(new Caller("karaf", "console", Role.ADMIN));
    }

    @Test
    void aGroupOrAUserOfThatNameIsNoRole() {
        assertThat(caller(new UserPrincipal("admin"), new GroupPrincipal("operator")))
                .isEqualTo(new Caller("admin", "console", Role.VIEWER));
    }

    @Test
    void whomKarafHasNotNamedMayOnlyLook() {
        assertThat(ConsoleCaller.of(null)).isEqualTo(new Caller("nobody", "console", Role.VIEWER));
        assertThat(ConsoleCaller.current().role()).isEqualTo(Role.VIEWER);
    }

    private static Caller caller(Principal... principals) {
        return ConsoleCaller.of(new Subject(false, Set.of(principals), Set.of(), Set.of()));
    }
}
