// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files through which the rig's kernel modules are spoken to. */
final class Sysfs {

    private static final Path PLATFORM = Path.of("/sys/devices/platform");

    static Path device(String name) {
        Path device = PLATFORM.resolve(name);
        if (!Files.isDirectory(device)) {
            throw new IllegalStateException("no " + device + ": only in the rig, see rig/README.md");
        }
        return device;
    }

    /** Writes in one call, which the module answers. */
    static void write(Path file, String value) {
        try {
            Files.writeString(file, value);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write \"" + value + "\" to " + file, e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private Sysfs() {}
}
