// SPDX-License-Identifier: Apache-2.0
/** The pins in Karaf's console, scope {@code gpio}. */
@NullMarked
package org.edgepin.gpio.shell;

import org.jspecify.annotations.NullMarked;
