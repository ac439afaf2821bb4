// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.endpoint;

import java.util.List;

/** The configuration is wrong; nothing may change because of it. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    /** @param problems at least one, each with its key, its value and what would be right */
    public RefusedException(List<String> problems) {
        super(String.join("; ", problems));
    }
}
