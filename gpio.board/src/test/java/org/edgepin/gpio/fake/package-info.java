// SPDX-License-Identifier: Apache-2.0
/** For the tests of other bundles: services that those get from the core. */
@NullMarked
package org.edgepin.gpio.fake;

import org.jspecify.annotations.NullMarked;
