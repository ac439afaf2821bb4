// SPDX-License-Identifier: Apache-2.0
/** A user's Pi4J program, see {@link org.edgepin.itest.RpiTest}. */
@NullMarked
package org.edgepin.itest.pi4j;

import org.jspecify.annotations.NullMarked;
