// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An I2C or SMBus adapter, as {@code i2cdetect -l} lists them. Find it by its name: numbers change
 * from one boot to the next.
 *
 * @param number N of {@code /dev/i2c-N}
 * @param name the driver's name for it, as in {@code SMBus I801 adapter at f040}
 */
public record I2cAdapter(int number, String name) {

    private static final Path SYSFS = Path.of("/sys/bus/i2c/devices");

    /** Returns all adapters, ordered by number; none if the kernel has no I2C. */
    public static List<I2cAdapter> list() {
        return list(SYSFS);
    }

    /** Returns the adapters whose names begin with a text, ordered by number. */
    public static List<I2cAdapter> named(String prefix) {
        return list().stream()
                .filter(adapter -> adapter.name().startsWith(prefix))
                .toList();
    }

    static List<I2cAdapter> list(Path sysfs) {
        List<I2cAdapter> adapters = new ArrayList<>();
        Numbered.in(sysfs, "i2c-").forEach((number, adapter) -> {
            try {
                adapters.add(new I2cAdapter(
                        number, Files.readString(adapter.resolve("name")).strip()));
            } catch (IOException e) {
                // went while we looked
            }
        });
        return List.copyOf(adapters);
    }

    /** Returns the adapter's node, which is there if the module {@code i2c-dev} is loaded. */
    public Path device() {
        return Path.of("/dev/i2c-" + number);
    }
}
