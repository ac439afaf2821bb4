// SPDX-License-Identifier: Apache-2.0
/**
 * GPIO lines, SMBus and SPI of the Linux kernel.
 *
 * <p>Start at {@link org.edgepin.linux.GpioChip}, {@link org.edgepin.linux.I2cAdapter} and {@link
 * org.edgepin.linux.SpiDevice}. The words are the kernel's, from {@code linux/gpio.h}, {@code
 * linux/i2c-dev.h} and {@code linux/spi/spidev.h}. What the kernel refuses becomes a {@link
 * org.edgepin.linux.LinuxException}; what it would have refused for any device is an {@link
 * IllegalArgumentException}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.edgepin.linux;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
