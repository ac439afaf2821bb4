// SPDX-License-Identifier: Apache-2.0
/** For the tests of other bundles: what a bundle writes to the log. */
@NullMarked
package org.edgepin.gpio.logged;

import org.jspecify.annotations.NullMarked;
