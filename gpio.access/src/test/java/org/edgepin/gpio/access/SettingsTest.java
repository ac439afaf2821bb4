// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.endpoint.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static final Map<String, Object> RIGHT =
            Map.of("anonymous", " viewer ", "realm", "karaf", "service.pid", AccessConfig.PID);

    @Test
    void readsWhatIsRight() throws Exception {
        assertThat(Settings.of(RIGHT)).isEqualTo(new Settings(Optional.of(Role.VIEWER), "karaf"));
    }

    @ParameterizedTest
    @CsvSource({
        "anonymous, operator, anonymous = operator: must be none or viewer",
        "anonymous, '', anonymous = : must be none or viewer",
        "realm, '', 'realm = : must be the name of a JAAS realm, as in karaf'",
        "relm, ldap, relm = ldap: unknown key; did you mean realm?",
        "users, x, 'users = x: unknown key; there are anonymous, realm'",
        "token, x, 'token: unknown key; there are anonymous, realm'",
    })
    void refusesWhatIsWrongAndNamesIt(String key, String value, String message) {
        var properties = new HashMap<>(RIGHT);
        properties.put(key, value);
        assertThatThrownBy(() -> Settings.of(properties))
                .isInstanceOf(RefusedException.class)
                .hasMessage(message);
    }
}
