// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Devices whose names end in a number, as in gpiochip0 and i2c-1. */
final class Numbered {

    /** Returns those in a directory whose names are the prefix and a number, by number; none if it is absent. */
    static SortedMap<Integer, Path> in(Path directory, String prefix) {
        SortedMap<Integer, Path> devices = new TreeMap<>();
        String[] names = directory.toFile().list();
        if (names != null) {
            for (String name : names) {
                if (name.startsWith(prefix) && name.substring(prefix.length()).matches("[0-9]{1,9}")) {
                    devices.put(Integer.parseInt(name.substring(prefix.length())), directory.resolve(name));
                }
            }
        }
        return devices;
    }

    private Numbered() {}
}
