// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/** The resistor that the board connects to a pin. */
public enum Bias {
    /** Whatever is set already; the only choice where a board cannot control it. */
    AS_IS,
    /** None: an input that nothing drives floats. */
    DISABLED,
    PULL_UP,
    PULL_DOWN
}
