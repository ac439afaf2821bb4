// SPDX-License-Identifier: Apache-2.0
/**
 * Serves the dashboard, which is the files in the folder {@code page} of this bundle and asks the
 * REST API for all it shows.
 */
@NullMarked
package org.edgepin.gpio.web;

import org.jspecify.annotations.NullMarked;
