// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.util.Optional;

/** What somebody may do. Each role may do what those before it may. */
public enum Role {
    /** Looks: boards, pins, levels, events. */
    VIEWER,
    /** Drives outputs. */
    OPERATOR,
    /** Changes the settings of pins and the configuration of boards. */
    ADMIN;

    /** Reads a role as it is written in configurations; empty if there is no such role. */
    public static Optional<Role> parse(String text) {
        return switch (text) {
            case "viewer" -> Optional.of(VIEWER);
            case "operator" -> Optional.of(OPERATOR);
            case "admin" -> Optional.of(ADMIN);
            default -> Optional.empty();
        };
    }

    /** Returns whether this role may do what the other may. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** Returns the role as it is written in configurations: {@code viewer}, {@code operator}, {@code admin}. */
    @Override
    public String toString() {
        return switch (this) {
            case VIEWER -> "viewer";
            case OPERATOR -> "operator";
            case ADMIN -> "admin";
        };
    }
}
