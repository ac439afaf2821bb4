// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineEventTest {

    @Test
    void consecutiveNumbersLoseNothing() {
        assertThat(LineEvent.lost(1, 2)).isZero();
    }

    @Test
    void aGapIsCounted() {
        assertThat(LineEvent.lost(0, 41)).isEqualTo(40);
    }

    @Test
    void theEndOfTheNumbersIsNoGap() {
        assertThat(LineEvent.lost(0xFFFF_FFFFL, 0)).isZero();
        assertThat(LineEvent.lost(0xFFFF_FFFEL, 1)).isEqualTo(2);
    }
}
