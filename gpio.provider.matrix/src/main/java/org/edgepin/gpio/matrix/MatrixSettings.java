// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

import java.time.Duration;
import java.util.Optional;

/**
 * What a configuration says beyond the pins' use.
 *
 * @param device the node of the way to the FPGA; empty to try the usual ones
 * @param poll the time between two looks
 */
record MatrixSettings(Optional<String> device, Duration poll) {}
