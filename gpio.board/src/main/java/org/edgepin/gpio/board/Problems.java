// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with a configuration, each as {@code key = value: reason}, in the order it was found. */
final class Problems {

    /** What is shown of a value. */
    private static final int MAX_SHOWN = 80;

    private final Set<String> found = new LinkedHashSet<>();

    /** Adds one, unless it is known already. */
    void add(String keyAsWritten, String value, String reason) {
        found.add(keyAsWritten + " = " + shown(value) + ": " + reason);
    }

    List<String> list() {
        return List.copyOf(found);
    }

    /** Returns a value on one line, not endless, and with blanks that can be seen. */
    static String shown(String value) {
        var line = value.chars()
                .limit(MAX_SHOWN)
                .map(it -> Character.isISOControl(it) ? '?' : it)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .append(value.length() > MAX_SHOWN ? "..." : "")
                .toString();
        return line.equals(line.strip()) ? line : "'" + line + "'";
    }
}
