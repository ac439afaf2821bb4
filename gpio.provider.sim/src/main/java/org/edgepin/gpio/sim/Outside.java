// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.util.Locale;
import java.util.Optional;

/** What the simulated outside world does to a pin. */
enum Outside {
    /** Nothing: the wire ends in the air. */
    OPEN,
    LOW,
    HIGH;

    /** Reads {@code open}, {@code low}, {@code high}, {@code 0} or {@code 1} in any case. */
    static Optional<Outside> parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "open" -> Optional.of(OPEN);
            case "low", "0" -> Optional.of(LOW);
            case "high", "1" -> Optional.of(HIGH);
            default -> Optional.empty();
        };
    }
}
