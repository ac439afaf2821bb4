// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/** Something that happened to a pin or a board. */
public sealed interface GpioEvent permits EdgeEvent, GapEvent, PinChange, BoardChange {

    /** Returns the name of the board it happened to. */
    String board();
}
