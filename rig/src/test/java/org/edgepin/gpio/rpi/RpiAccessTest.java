// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edgepin.gpio.contract.Registry;
import org.edgepin.rig.KeeperLog;
import org.edgepin.rig.Nobody;
import org.edgepin.rig.SimulatedChip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A board of an ordinary user, with and without the group. */
class RpiAccessTest {

    @Test
    void namesTheGroupThatIsMissingAndWorksWithIt(@TempDir Path jars) throws Exception {
        var nobody = new Nobody(jars);
        Nobody.group("gpio", 61_997);
        try (var chip = SimulatedChip.plugIn("pinctrl-bcm2711", 28)) {
            Nobody.give(chip.device(), "gpio");

            assertThat(nobody.run(List.of("--clear-groups"), Gateway.class))
                    .containsExactly("AWAY cannot open " + chip.device()
                            + ": permission denied: nobody is not in group gpio (EACCES from open)");
            assertThat(nobody.run(List.of("--groups", "gpio"), Gateway.class)).containsExactly("UP ");
        }
    }

    /** Opens a board and says how it is. */
    static final class Gateway {

        public static void main(String[] args) {
            try (var log = new KeeperLog();
                    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8)) {
                var board = new RpiBoard(
                        new Registry(Duration.ZERO).bundle(),
                        Map.of("service.pid", RpiConfig.PID + "~pi", "inputs", "5", "outputs", "8L"));
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> !board.status().problem().equals(Optional.of("starting")));
                out.println(
                        board.status().state() + " " + board.status().problem().orElse(""));
                board.close();
                log.clear();
            }
        }

        private Gateway() {}
    }
}
