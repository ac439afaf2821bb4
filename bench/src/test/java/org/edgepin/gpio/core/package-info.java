// SPDX-License-Identifier: Apache-2.0
/** Benchmarks with a key to this package. */
@NullMarked
package org.edgepin.gpio.core;

import org.jspecify.annotations.NullMarked;
