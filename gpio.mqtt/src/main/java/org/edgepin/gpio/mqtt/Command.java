// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.util.Optional;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;

/**
 * What a client wants.
 *
 * @param topic where it was said, for the answer if it cannot be done
 * @param level the level to drive; empty to read
 */
record Command(String topic, PinId pin, Optional<Level> level) {}
