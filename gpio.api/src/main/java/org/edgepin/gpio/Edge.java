// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/** A change of a pin's level. */
public enum Edge {
    RISING(Level.HIGH),
    FALLING(Level.LOW);

    private final Level level;

    Edge(Level level) {
        this.level = level;
    }

    /** Returns the level after the edge. */
    public Level level() {
        return level;
    }

    /** Returns the edge that ends at a level. */
    public static Edge to(Level level) {
        return level == Level.HIGH ? RISING : FALLING;
    }
}
