// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

/** A wire between two pins of a board: what drives one drives the other. */
record Wire(int from, int to) {}
