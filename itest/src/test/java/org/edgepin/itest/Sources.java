// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import java.nio.file.Path;

/** Where the sources of Edgepin are. */
final class Sources {

    static final Path ROOT =
            Path.of(System.getProperty("edgepin.root", "..")).toAbsolutePath().normalize();

    private Sources() {}

    /** Returns the path of a file, which is given relative to the top folder. */
    static String file(String path) {
        return ROOT.resolve(path).toString();
    }
}
