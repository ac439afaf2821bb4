// SPDX-License-Identifier: Apache-2.0
/**
 * The pins behind an endpoint that stays while the core is updated. Apart from what endpoints share otherwise, as not
 * each of them knows pins. Copied private into the bundles that use it.
 */
@NullMarked
package org.edgepin.gpio.live;

import org.jspecify.annotations.NullMarked;
