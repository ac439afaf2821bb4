// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/** How an output drives its levels. */
public enum Drive {
    /** Both levels actively. */
    PUSH_PULL,
    /** {@code LOW} actively; {@code HIGH} leaves the pin open (open collector). */
    OPEN_DRAIN,
    /** {@code HIGH} actively; {@code LOW} leaves the pin open (open emitter). */
    OPEN_SOURCE
}
