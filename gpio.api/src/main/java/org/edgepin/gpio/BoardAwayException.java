// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/** The board is configured but cannot be used now; it is tried again. */
public final class BoardAwayException extends GpioException {

    private static final long serialVersionUID = 1;

    /**
     * @param problem why the board is away, empty if unknown
     */
    public BoardAwayException(String board, String problem) {
        super(Kind.AWAY, board + ": board is away" + (problem.isEmpty() ? "" : ", " + problem));
    }
}
