// SPDX-License-Identifier: Apache-2.0
/** The simulated chips of the rig's kernel, seen from the outside world. */
@NullMarked
package org.edgepin.rig;

import org.jspecify.annotations.NullMarked;
