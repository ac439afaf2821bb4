// SPDX-License-Identifier: Apache-2.0
/**
 * The pins of boards as services.
 *
 * <p>{@link org.edgepin.gpio.Gpio} is what a caller uses and {@link org.edgepin.gpio.EdgeListener}
 * what it registers to be told of changes. {@link org.edgepin.gpio.GpioAccess} is {@code Gpio} on
 * behalf of somebody, for endpoints, and {@link org.edgepin.gpio.Login} finds out who that is. {@link
 * org.edgepin.gpio.GpioController}, {@link org.edgepin.gpio.Board} and {@link
 * org.edgepin.gpio.EdgeBus} are for providers of boards. All else are immutable values.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.edgepin.gpio;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
