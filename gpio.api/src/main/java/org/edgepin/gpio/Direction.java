// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/** Who drives a pin. */
public enum Direction {
    /** The outside world. */
    INPUT,
    /** The board. */
    OUTPUT
}
