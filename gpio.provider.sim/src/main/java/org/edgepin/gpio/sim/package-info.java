// SPDX-License-Identifier: Apache-2.0
/** Boards in memory: the twin of a board, and an outside world that follows a script or the console. */
@NullMarked
package org.edgepin.gpio.sim;

import org.jspecify.annotations.NullMarked;
