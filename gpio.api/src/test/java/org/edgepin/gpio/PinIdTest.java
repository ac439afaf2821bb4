// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"main/0", "gl20/6", "my.board-1_x/53", "9/1000000000", "a/2147483647"})
    void readsWhatItWrites(String text) {
        assertThat(PinId.parse(text)).map(PinId::toString).hasValue(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "main",
                "main/",
                "/5",
                "main/05",
                "main/-1",
                "main/+1",
                "main/5 ",
                " main/5",
                "main/5\n",
                "main/5/6",
                "main/٣",
                "main/2147483648",
                "main/9999999999",
                "main/99999999999999999999",
                ".hidden/1",
                "-x/1",
                "ma in/1",
                "größe/1",
                "main/#",
                "+/1"
            })
    void readsNothingElse(String text) {
        assertThat(PinId.parse(text)).isEmpty();
    }

    @Test
    void refusesABoardNameThatCannotStandInATopicOrUrl() {
        assertThatThrownBy(() -> new PinId("a/b", 1)).hasMessage("not a board name: 'a/b'");
        assertThatThrownBy(() -> new PinId("", 1)).hasMessage("not a board name: ''");
        assertThatThrownBy(() -> new PinId("a".repeat(65), 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new PinId("a".repeat(64), 1).board()).hasSize(64);
    }

    @Test
    void refusesANegativeNumber() {
        assertThatThrownBy(() -> new PinId("main", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a pin number: -1");
    }

    @Test
    void isOrderedByBoardAndThenByNumberNotByText() {
        assertThat(List.of("main/10", "main/9", "gl20/70", "main/100").stream()
                        .map(it -> PinId.parse(it).orElseThrow())
                        .sorted()
                        .map(PinId::toString))
                .containsExactly("gl20/70", "main/9", "main/10", "main/100");
    }
}
