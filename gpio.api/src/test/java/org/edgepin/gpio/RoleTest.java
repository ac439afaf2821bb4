// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleTest {

    @Test
    void aRoleIncludesThoseBeforeIt() {
        assertThat(Role.ADMIN.includes(Role.OPERATOR)).isTrue();
        assertThat(Role.OPERATOR.includes(Role.OPERATOR)).isTrue();
        assertThat(Role.VIEWER.includes(Role.OPERATOR)).isFalse();
        assertThat(Role.OPERATOR.includes(Role.ADMIN)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aRoleIsReadAsItIsWritten(Role role) {
        assertThat(Role.parse(role.toString())).contains(role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Admin", "ADMIN", "admin ", "root", "group"})
    void whatIsNoRoleGivesNone(String text) {
        assertThat(Role.parse(text)).isEmpty();
    }

    @Test
    void aCallerHasANameAndAnOrigin() {
        assertThatThrownBy(() -> new Caller("", "console", Role.ADMIN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Caller("alice", "", Role.ADMIN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPeerIsAnOriginInWords() throws Exception {
        assertThat(new Peer("rest", InetAddress.getByAddress(new byte[] {127, 0, 0, 1})))
                .hasToString("rest 127.0.0.1");
        var address = new byte[16];
        address[15] = 1;
        assertThat(new Peer("grpc", InetAddress.getByAddress(address))).hasToString("grpc 0:0:0:0:0:0:0:1");
    }

    @Test
    void aRefusedLoginSaysHowLongToWaitAndNothingOfTheUser() {
        assertThat(LoginRefusedException.wrong()).hasMessage("the login is not right");
        assertThat(LoginRefusedException.wrong().retryAfter()).isEmpty();
        var tooMany = LoginRefusedException.tooMany(Duration.ofSeconds(8));
        assertThat(tooMany).hasMessage("too many failed logins; try again in 8 s");
        assertThat(tooMany.retryAfter()).contains(Duration.ofSeconds(8));
    }
}
