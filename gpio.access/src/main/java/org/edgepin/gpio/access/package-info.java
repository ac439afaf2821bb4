// SPDX-License-Identifier: Apache-2.0
/** Who may come in: users, passwords, tokens, and where endpoints may listen. */
@NullMarked
package org.edgepin.gpio.access;

import org.jspecify.annotations.NullMarked;
