// SPDX-License-Identifier: Apache-2.0
/** What console commands print to; copied private into each bundle that brings some. */
@NullMarked
package org.edgepin.gpio.screen;

import org.jspecify.annotations.NullMarked;
