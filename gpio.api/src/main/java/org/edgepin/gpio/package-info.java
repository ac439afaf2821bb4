// SPDX-License-Identifier: Apache-2.0
/** Pins of boards as services: see {@link org.edgepin.gpio.Gpio}. */
@Export
@Version("1.0.0")
@NullMarked
package org.edgepin.gpio;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
