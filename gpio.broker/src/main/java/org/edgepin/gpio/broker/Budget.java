// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

/**
 * Counts the bytes that are kept, so that they stay within a bound. Belongs to the broker's thread.
 */
final class Budget {

    private final int bound;
    private int used;

    Budget(int bound) {
        this.bound = bound;
    }

    /** Counts the bytes, unless they are too many. */
    boolean take(int bytes) {
        if (bytes > bound - used) {
            return false;
        }
        used += bytes;
        return true;
    }

    void giveBack(int bytes) {
        used -= bytes;
    }
}
