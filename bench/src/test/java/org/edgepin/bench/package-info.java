// SPDX-License-Identifier: Apache-2.0
/** Measures what {@code bench/run} compares with its peers. */
@NullMarked
package org.edgepin.bench;

import org.jspecify.annotations.NullMarked;
