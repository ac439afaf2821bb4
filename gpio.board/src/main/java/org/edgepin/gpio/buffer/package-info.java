// SPDX-License-Identifier: Apache-2.0
/** A queue of events that tells what it lost. Copied private into the bundles that use it. */
@NullMarked
package org.edgepin.gpio.buffer;

import org.jspecify.annotations.NullMarked;
