// SPDX-License-Identifier: Apache-2.0
/** The whole gateway in the rig, installed as the documents say. */
@NullMarked
package org.edgepin.rig.system;

import org.jspecify.annotations.NullMarked;
