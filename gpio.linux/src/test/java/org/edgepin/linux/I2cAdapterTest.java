// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class I2cAdapterTest {

    private final Path sysfs;

    I2cAdapterTest(@TempDir Path sysfs) {
        this.sysfs = sysfs;
    }

    private void device(String directory, String name) throws IOException {
        Files.writeString(Files.createDirectory(sysfs.resolve(directory)).resolve("name"), name + "\n");
    }

    @Test
    void areListedByNumberAndWithoutTheChipsOnThem() throws Exception {
        device("i2c-10", "DPDDC-B");
        device("i2c-2", "SMBus I801 adapter at 0000:00:1f.3");
        device("2-0027", "pca9535");
        device("i2c-ELAN0001:00", "ELAN0001:00");

        assertThat(I2cAdapter.list(sysfs))
                .containsExactly(
                        new I2cAdapter(2, "SMBus I801 adapter at 0000:00:1f.3"), new I2cAdapter(10, "DPDDC-B"));
    }

    @Test
    void oneThatGoesMeanwhileHidesNoOther() throws Exception {
        Files.createDirectory(sysfs.resolve("i2c-0"));
        Files.createDirectory(sysfs.resolve("i2c-2"));
        device("i2c-1", "bcm2835 (i2c@7e804000)");

        assertThat(I2cAdapter.list(sysfs)).containsExactly(new I2cAdapter(1, "bcm2835 (i2c@7e804000)"));
    }

    @Test
    void thereAreNoneWithoutI2cInTheKernel() {
        assertThat(I2cAdapter.list(sysfs.resolve("absent"))).isEmpty();
    }

    @Test
    void theNodeHasTheNumber() {
        assertThat((Object) new I2cAdapter(7, "any").device()).isEqualTo(Path.of("/dev/i2c-7"));
    }
}
