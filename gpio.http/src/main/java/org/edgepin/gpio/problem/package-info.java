// SPDX-License-Identifier: Apache-2.0
/** Problems as they are told over HTTP. Copied into each bundle that needs it; nobody exports it. */
@NullMarked
package org.edgepin.gpio.problem;

import org.jspecify.annotations.NullMarked;
