// SPDX-License-Identifier: Apache-2.0
/** The lines of a Raspberry Pi, or of any GPIO chip of the kernel, as a board; and Pi4J on top of it. */
@NullMarked
package org.edgepin.gpio.rpi;

import org.jspecify.annotations.NullMarked;
