// SPDX-License-Identifier: Apache-2.0
/** What the gateway counts and measures, in the text format of Prometheus. */
@NullMarked
package org.edgepin.gpio.metrics;

import org.jspecify.annotations.NullMarked;
