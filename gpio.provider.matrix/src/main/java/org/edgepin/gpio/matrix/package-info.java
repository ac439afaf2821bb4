// SPDX-License-Identifier: Apache-2.0
/** The pins of a MATRIX Creator or Voice: sixteen, in an FPGA that has to be asked. */
@NullMarked
package org.edgepin.gpio.matrix;

import org.jspecify.annotations.NullMarked;
