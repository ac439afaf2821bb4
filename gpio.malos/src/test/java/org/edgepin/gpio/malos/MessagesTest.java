// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {

    private static final String GPIO =
            "0a 04 47 70 69 6f 10 d1 9c 01 20 e8 07 30 88 27 3a 28 57 72 69 74 65 2d 72 65 61"
                    + " 64 2e 20 47 70 69 6f 20 68 61 6e 64 6c 65 72 2e 20 49 6e 20 64 65 76 65 6c 6f 70 6d 65 6e 74";

    @ParameterizedTest
    @CsvSource({
        "0, ''",
        "1, 20 01",
        "5, 20 05",
        "127, 20 7f",
        "128, 20 80 01",
        "513, 20 81 04",
        "32768, 20 80 80 02",
        "65535, 20 ff ff 03",
    })
    void anUpdateHasTheLevelsAndNothingElse(int levels, String bytes) {
        assertThat(Hex.text(Messages.values(levels))).isEqualTo(bytes);
    }

    @Test
    void theInfoOfTheGpioDriverIsWhatItWas() {
        var info = new Messages.Info("Gpio", 20_049, 1_000, 5_000, "Write-read. Gpio handler. In development");

        assertThat(Hex.text(Messages.infos(List.of(info)))).isEqualTo("0a 3a " + GPIO);
    }
}
