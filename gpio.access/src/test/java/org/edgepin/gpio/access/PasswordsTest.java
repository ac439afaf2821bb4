// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

    private final Passwords passwords = new Passwords();

    @Test
    void onlyTheRightPasswordFits() {
        var stored = passwords.encryptPassword("correct horse");

        assertThat(stored).startsWith("pbkdf2$210000$").doesNotContain("horse", ",", "\\");
        assertThat(passwords.checkPassword("correct horse", stored)).isTrue();
        assertThat(passwords.checkPassword("correct horsf", stored)).isFalse();
        assertThat(passwords.checkPassword("", stored)).isFalse();
    }

    @Test
    void equalPasswordsHaveDifferentHashes() {
        assertThat(passwords.encryptPassword("same")).isNotEqualTo(passwords.encryptPassword("same"));
    }

    @Test
    void anEmptyPasswordIsNobodys() {
        assertThat(passwords.checkPassword("", passwords.encryptPassword(""))).isFalse();
    }

    /** Made with OpenSSL 3. */
    @Test
    void theHashIsThatOfTheStandard() {
        // openssl kdf -keylen 32 -kdfopt digest:SHA512 -kdfopt pass:password -kdfopt hexsalt:0...0 -kdfopt iter:1000
        // PBKDF2
        var salt = "AAAAAAAAAAAAAAAAAAAAAA";
        assertThat(passwords.checkPassword("password", "pbkdf2$1000$" + salt + "$" + OPENSSL))
                .isTrue();
        assertThat(passwords.checkPassword("password", "pbkdf2$1001$" + salt + "$" + OPENSSL))
                .isFalse();
    }

    private static final String OPENSSL = "EESOu4DSyRTBWpf82FivmZXiTYfkULQLoZjh6nGOCGY";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "pbkdf2",
                "pbkdf2$$$",
                "pbkdf2$0$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "pbkdf2$99999999$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "pbkdf2$99999999999999$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void whatIsNoHashIsNobodysPassword(String stored) {
        assertThat(passwords.checkPassword("secret", stored)).isFalse();
        assertThat(passwords.checkPassword(stored, stored)).isFalse();
    }

    @Test
    void itIsWhatKarafAsksForByName() {
        assertThat(passwords.createEncryption(Map.of()).encryptPassword("x")).startsWith(Passwords.NAME);
    }
}
