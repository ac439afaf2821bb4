// SPDX-License-Identifier: Apache-2.0
/** What somebody may have meant. Copied into each bundle that uses it. */
@NullMarked
package org.edgepin.gpio.spelling;

import org.jspecify.annotations.NullMarked;
