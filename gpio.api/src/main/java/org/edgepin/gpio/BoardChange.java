// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/**
 * A board came, went, was removed, or has another problem than before. After {@code REMOVED} the
 * sequences of its pins start anew.
 *
 * @param status how it is now
 */
public record BoardChange(BoardStatus status) implements GpioEvent {

    @Override
    public String board() {
        return status.name();
    }
}
