// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.util.Map;

/** What is broken at a board. */
enum BoardFault {
    NONE,
    /** It does not answer, as if unplugged; its pins keep what they have. */
    AWAY,
    /** Each access to it takes half a second. */
    SLOW;

    static final Map<String, BoardFault> WORDS = Map.of("none", NONE, "away", AWAY, "slow", SLOW);
}
