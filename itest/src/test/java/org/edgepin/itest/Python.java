// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The scripts in {@code src/test/python}, with Debian's Python and what its packages bring. */
final class Python {

    private static final Path SCRIPTS = Path.of("src/test/python");

    private Python() {}

    /** A script of that folder with arguments. */
    static Command script(String name, Object... arguments) {
        var words = new ArrayList<>(
                List.of("/usr/bin/python3", "-B", SCRIPTS.resolve(name + ".py").toString()));
        for (var argument : arguments) {
            words.add(argument.toString());
        }
        return Command.of(words);
    }
}
