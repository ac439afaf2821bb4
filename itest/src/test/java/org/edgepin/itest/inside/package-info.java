// SPDX-License-Identifier: Apache-2.0
/** What tests put into a running gateway, see {@link org.edgepin.itest.TestBundle}. */
@NullMarked
package org.edgepin.itest.inside;

import org.jspecify.annotations.NullMarked;
