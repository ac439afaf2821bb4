// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.edgepin.gpio.contract.Registry;
import org.edgepin.rig.SimulatedChip;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chip of the module matrixio-gpio, whose driver moves pins at random. */
class RefusedChipTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isRefusedByLabelAndByNode(boolean byLabel) {
        try (var chip = SimulatedChip.plugIn("matrixio-gpio", 16)) {
            var before = chip.line(3);
            var board = new RpiBoard(
                    new Registry(PATIENCE).bundle(),
                    Map.of(
                            "service.pid",
                            RpiConfig.PID + "~refused",
                            "chip",
                            byLabel ? "matrixio-gpio" : chip.device().toString(),
                            "outputs",
                            "3H"));
            try {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(board.status().problem().orElse(""))
                                .startsWith(chip.device() + " [matrixio-gpio] is refused: its driver loses what it"));
                assertThat(chip.line(3)).isEqualTo(before);
            } finally {
                board.close();
            }
        }
    }
}
