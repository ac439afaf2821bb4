// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.edgepin.gpio.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    private final Path etc;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    TokensTest(@TempDir Path etc) {
        this.etc = etc;
    }

    private Tokens tokens() {
        return new Tokens(etc, clock);
    }

    private String first() throws IOException {
        return Files.readString(etc.resolve("edgepin.token")).strip();
    }

    @Test
    void aFirstTokenIsMadeOnceForItsOwnerAlone() throws Exception {
        var tokens = tokens();
        var text = first();

        assertThat(tokens.find(text)).map(Token::role).contains(Role.ADMIN);
        for (var name : new String[] {"edgepin.token", "edgepin.tokens"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(etc.resolve(name))))
                    .isEqualTo("rw-------");
        }
        assertThat(Files.readString(etc.resolve("edgepin.tokens"))).doesNotContain(text);

        assertThat(tokens().find(text)).as("after a restart").isPresent();
        assertThat(first()).isEqualTo(text);
    }

    @Test
    void aRevokedFirstTokenDoesNotComeBack() throws Exception {
        var tokens = tokens();
        var text = first();

        assertThat(tokens.revoke(Tokens.FIRST)).isTrue();
        assertThat(tokens.revoke(Tokens.FIRST)).isFalse();

        assertThat(tokens.find(text)).isEmpty();
        assertThat(tokens.any()).isFalse();
        assertThat(tokens().all()).isEmpty();
        assertThat(etc.resolve("edgepin.token")).doesNotExist();
    }

    @Test
    void aTokenOfAnotherGatewayIsNobodys(@TempDir Path elsewhere) throws Exception {
        var foreign = new Tokens(elsewhere, clock).add("mine", Role.ADMIN, Optional.empty());
        assertThat(tokens().find(foreign)).isEmpty();
    }

    @Test
    void aTokenEndsWhenItsTimeIsOver() throws Exception {
        var tokens = tokens();
        var text = tokens.add("installer", Role.OPERATOR, Optional.of(Duration.ofDays(7)));

        now = now.plus(Duration.ofDays(7)).minusSeconds(1);
        assertThat(tokens.find(text)).map(Token::name).contains("installer");
        now = now.plusSeconds(1);
        assertThat(tokens.find(text)).isEmpty();
    }

    @Test
    void aNameIsGivenOnce() throws Exception {
        var tokens = tokens();
        tokens.add("panel", Role.VIEWER, Optional.empty());
        assertThatThrownBy(() -> tokens.add("panel", Role.ADMIN, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("edgepin:token-revoke");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nb admin", "../x", "-x", "ü"})
    void aNameThatIsNoneIsRefusedAndNothingIsWritten(String name) throws Exception {
        var tokens = tokens();
        var before = Files.readString(etc.resolve("edgepin.tokens"));
        assertThatThrownBy(() -> tokens.add(name, Role.ADMIN, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Files.readString(etc.resolve("edgepin.tokens"))).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "edgepin_", "edgepin_x", "first", "Bearer edgepin_x", "edgepin_\u0000"})
    void whatIsNoTokenIsNobodys(String text) {
        assertThat(tokens().find(text)).isEmpty();
        assertThat(tokens().find(text + "x".repeat(1_000_000))).isEmpty();
    }

    @Test
    void aHashIsNoToken() {
        var tokens = tokens();
        assertThat(tokens.find(tokens.all().get(0).hash())).isEmpty();
        assertThat(tokens.find("edgepin_" + tokens.all().get(0).hash())).isEmpty();
    }

    @Test
    void aFileChangedByHandCountsAndABrokenLineIsNobodys() throws Exception {
        var tokens = tokens();
        var text = first();
        var file = etc.resolve("edgepin.tokens");
        var lines = Files.readString(file);

        Files.writeString(
                file, "broken line\nx root 2026-01-01T00:00:00Z never 00\n" + lines.replace(" admin ", " viewer "));
        assertThat(tokens.find(text)).map(Token::role).contains(Role.VIEWER);

        Files.writeString(file, "# nothing\n");
        assertThat(tokens.find(text)).isEmpty();
    }
}
