// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LevelTest {

    @Test
    void theInverseOfTheInverseIsTheLevelItself() {
        assertThat(Level.LOW.inverse()).isEqualTo(Level.HIGH);
        assertThat(Level.HIGH.inverse().inverse()).isEqualTo(Level.HIGH);
    }
}
