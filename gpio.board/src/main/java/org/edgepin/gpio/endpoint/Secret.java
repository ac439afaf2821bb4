// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * A password that does not show in a log.
 *
 * @param text the password, empty for none
 */
public record Secret(String text) {

    /** Returns the password in the form that Java's key stores want; null for none. */
    public char @Nullable [] chars() {
        return text.isEmpty() ? null : text.toCharArray();
    }

    @Override
    public String toString() {
        return text.isEmpty() ? "none" : "(secret)";
    }
}
