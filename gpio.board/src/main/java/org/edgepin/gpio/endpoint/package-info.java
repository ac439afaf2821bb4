// SPDX-License-Identifier: Apache-2.0
/** What endpoints share: reading a configuration, pauses between attempts. Copied private into the bundles that use it. */
@NullMarked
package org.edgepin.gpio.endpoint;

import org.jspecify.annotations.NullMarked;
