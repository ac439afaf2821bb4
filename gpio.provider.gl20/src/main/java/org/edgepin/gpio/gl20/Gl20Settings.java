// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import java.time.Duration;
import java.util.Optional;

/**
 * What a configuration says beyond the pins' use.
 *
 * @param bus N of {@code /dev/i2c-N}; empty to find it by its name
 * @param poll the time between two looks
 */
record Gl20Settings(Optional<Integer> bus, Duration poll) {}
