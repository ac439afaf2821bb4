// SPDX-License-Identifier: Apache-2.0
/** Console commands that look at the machine below the boards, scope {@code gpio}. */
@NullMarked
package org.edgepin.gpio.doctor;

import org.jspecify.annotations.NullMarked;
