// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.edgepin.gpio.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {

    private static final String SHIPPED = """
            # a comment
            #   alice = a good password,_g_:admingroup

            _g_\\:admingroup = group,admin,ssh
            """;

    private final Path file;
    private final Users users;

    UsersTest(@TempDir Path etc) throws IOException {
        file = Files.writeString(etc.resolve("users.properties"), SHIPPED);
        users = new Users(etc);
    }

    @Test
    void atFirstThereIsNobody() throws Exception {
        assertThat(users.any()).isFalse();
        assertThat(users.all()).isEmpty();
    }

    @Test
    void aUserIsALineAndTheOthersStay() throws Exception {
        users.put("bob", "hash", Role.OPERATOR);
        users.put("bobby", "other", Role.VIEWER);
        users.put("bob", "hash2", Role.ADMIN);

        assertThat(file)
                .hasContent(SHIPPED + "bobby = {CRYPT}other{CRYPT},_g_:viewergroup\n"
                        + "bob = {CRYPT}hash2{CRYPT},_g_:admingroup\n");
        assertThat(users.all()).isEqualTo(Map.of("bob", Optional.of(Role.ADMIN), "bobby", Optional.of(Role.VIEWER)));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        assertThat(users.remove("bob")).isTrue();
        assertThat(users.remove("bob")).isFalse();
        assertThat(users.all()).containsOnlyKeys("bobby");
    }

    @Test
    void theHighestRoleCounts() throws Exception {
        Files.writeString(file, "a=x,viewer,operator\nb: y , _g_:admingroup\nc = z,ssh\nd = z,administrator\n");
        assertThat(users.all())
                .isEqualTo(Map.of(
                        "a", Optional.of(Role.OPERATOR),
                        "b", Optional.of(Role.ADMIN),
                        "c", Optional.empty(),
                        "d", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a=b", "_g_:admingroup", "a\nroot", "#a", "a:b"})
    void aNameThatIsNoneIsRefusedAndNothingIsWritten(String name) {
        assertThatThrownBy(() -> users.put(name, "hash", Role.VIEWER)).isInstanceOf(IllegalArgumentException.class);
        assertThat(file).hasContent(SHIPPED);
    }
}
