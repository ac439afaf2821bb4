// SPDX-License-Identifier: Apache-2.0
/** Says what runs in a gateway and where. */
@NullMarked
package org.edgepin.welcome;

import org.jspecify.annotations.NullMarked;
