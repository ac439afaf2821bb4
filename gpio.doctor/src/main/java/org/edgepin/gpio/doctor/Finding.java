// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.doctor;

import java.util.List;

/**
 * One thing that the doctor has looked at.
 *
 * @param about what it is about, {@code GPIO}
 * @param remedy commands, each to be typed as it stands, that mend it; none if nothing needs mending or no
 *     command does
 */
record Finding(Kind kind, String about, String text, List<String> remedy) {

    enum Kind {
        /** As it should be. */
        OK,
        /** To be known, or missing where no configured board needs it. */
        NOTE,
        /** Keeps something that is configured from working. */
        WRONG
    }

    Finding {
        remedy = List.copyOf(remedy);
    }

    static Finding ok(String about, String text) {
        return new Finding(Kind.OK, about, text, List.of());
    }

    /** Something is missing: wrong if it is needed. */
    static Finding missing(boolean needed, String about, String text, String... remedy) {
        return new Finding(needed ? Kind.WRONG : Kind.NOTE, about, text, List.of(remedy));
    }
}
