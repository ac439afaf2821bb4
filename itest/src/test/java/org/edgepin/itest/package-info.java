// SPDX-License-Identifier: Apache-2.0
/** The gateway as a user has it: the archive, unpacked and started, used from outside. */
@NullMarked
package org.edgepin.itest;

import org.jspecify.annotations.NullMarked;
