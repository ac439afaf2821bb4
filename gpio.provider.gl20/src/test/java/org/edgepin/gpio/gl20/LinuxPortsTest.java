// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.edgepin.linux.I2cAdapter;
import org.junit.jupiter.api.Test;

class LinuxPortsTest {

    private static final I2cAdapter GRAPHICS = new I2cAdapter(0, "i915 gmbus dpc");
    private static final I2cAdapter OLD = new I2cAdapter(1, "SMBus I801 adapter at f040");
    private static final I2cAdapter NEW = new I2cAdapter(2, "SMBus I801 adapter at 0000:00:1f.3");
    private static final I2cAdapter SECOND = new I2cAdapter(3, "SMBus I801 IDF adapter at 0000:00:1f.4");

    @Test
    void theAdapterIsFoundByTheBeginningOfItsName() throws Exception {
        assertThat(LinuxPorts.choose(List.of(GRAPHICS, OLD, SECOND), Optional.empty()))
                .isEqualTo(OLD);
        assertThat(LinuxPorts.choose(List.of(SECOND, NEW), Optional.empty())).isEqualTo(NEW);
    }

    @Test
    void theBusThatIsConfiguredWins() throws Exception {
        assertThat(LinuxPorts.choose(List.of(GRAPHICS, OLD), Optional.of(0))).isEqualTo(GRAPHICS);
    }

    @Test
    void whatIsMissingIsSaidWithWhatIsThere() {
        assertThatThrownBy(() -> LinuxPorts.choose(List.of(GRAPHICS, SECOND), Optional.empty()))
                .hasMessage("no I2C adapter is called \"SMBus I801 adapter at ...\"; set i2c_bus, or load i2c-i801;"
                        + " there are 0 [i915 gmbus dpc], 3 [SMBus I801 IDF adapter at 0000:00:1f.4]");
        assertThatThrownBy(() -> LinuxPorts.choose(List.of(), Optional.of(4)))
                .hasMessage("no I2C adapter 4; there is none");
    }

    @Test
    void severalAreNotGuessedAmong() {
        assertThatThrownBy(() -> LinuxPorts.choose(List.of(OLD, NEW), Optional.empty()))
                .hasMessage("several I2C adapters could be the GL20's, set i2c_bus: 1 [SMBus I801 adapter at f040],"
                        + " 2 [SMBus I801 adapter at 0000:00:1f.3]");
    }
}
