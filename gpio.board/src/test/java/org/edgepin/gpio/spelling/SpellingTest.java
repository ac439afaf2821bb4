// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.spelling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

    @ParameterizedTest
    @CsvSource({
        "port,   port,   0",
        "Port,   pORT,   0",
        "prot,   port,   2",
        "prt,    port,   1",
        "ports,  port,   1",
        "port,   part,   1",
        "'',     port,   4",
        "port,   '',     4",
        "kitten, sitting, 3",
    })
    void countsWhatMustBeChanged(String from, String to, int distance) {
        assertThat(Spelling.distance(from, to)).isEqualTo(distance);
        assertThat(Spelling.distance(to, from)).isEqualTo(distance);
    }

    @Test
    void findsTheMostSimilarWordIfOneIsSimilar() {
        assertThat(Spelling.nearest("max_stream", Stream.of("max_body_bytes", "max_streams")))
                .contains("max_streams");
        assertThat(Spelling.nearest("cat", Stream.of("bat", "hat"))).contains("bat");
        assertThat(Spelling.nearest("x", Stream.of("port", "host"))).isEmpty();
        assertThat(Spelling.nearest("port", Stream.of())).isEmpty();
    }
}
