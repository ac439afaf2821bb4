// SPDX-License-Identifier: Apache-2.0
/** The pins of the HPE GL20: six inputs with pull-ups and two open collectors behind an SMBus expander. */
@NullMarked
package org.edgepin.gpio.gl20;

import org.jspecify.annotations.NullMarked;
