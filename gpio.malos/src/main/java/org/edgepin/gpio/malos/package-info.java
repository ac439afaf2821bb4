// SPDX-License-Identifier: Apache-2.0
/** The ZeroMQ ports of MATRIX CORE. */
@NullMarked
package org.edgepin.gpio.malos;

import org.jspecify.annotations.NullMarked;
