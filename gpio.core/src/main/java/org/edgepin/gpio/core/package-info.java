// SPDX-License-Identifier: Apache-2.0
/** Joins: calls to the right board, edges to every listener. */
@NullMarked
package org.edgepin.gpio.core;

import org.jspecify.annotations.NullMarked;
