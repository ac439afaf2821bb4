// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the commands say of the machine that the tests run on, whatever that has. */
@ExtendWith(SharedGateway.class)
class DoctorTest {

    @Test
    void onAnyMachineAllIsWellWithSimulatedBoards(Gateway gateway) {
        assertThat(gateway.console("gpio:doctor").lines())
                .anyMatch(line -> line.matches(" ok     boards  main is up: .*simulated.*"))
                .noneMatch(line -> line.startsWith(" wrong"))
                .last()
                .isEqualTo("All is well.");
    }

    @Test
    void tellsTheKernelsChipsAsSysfsDoes(Gateway gateway) {
        var chips = Path.of("/sys/bus/gpio/devices").toFile().list((folder, name) -> name.startsWith("gpiochip"));
        var nodes = chips == null
                ? 0
                : Arrays.stream(chips)
                        .filter(chip -> Files.exists(Path.of("/dev", chip)))
                        .count();

        assertThat(gateway.console("gpio:chips --no-format").lines()).hasSize((int) nodes);
    }

    @Test
    void aChipThatIsNotThereIsRefused(Gateway gateway) {
        assertThat(gateway.refused("gpio:chips pinctrl-none")).contains("no chip is called 'pinctrl-none'; there ");
    }
}
