// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.util.List;

/** A board would refuse a configuration, or it may be changed in its file only. Nothing was changed. */
public final class ConfigurationRefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    /**
     * @param problems what is wrong, each as {@code key = value: what would be right}
     */
    public ConfigurationRefusedException(String board, List<String> problems) {
        super(board + ": " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns what is wrong, each as {@code key = value: what would be right}. */
    public List<String> problems() {
        return problems;
    }
}
