// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/** The electrical level of a pin: {@code HIGH} is what a voltmeter shows as high. */
public enum Level {
    LOW,
    HIGH;

    /** Returns the other level. */
    public Level inverse() {
        return this == LOW ? HIGH : LOW;
    }
}
