// SPDX-License-Identifier: Apache-2.0
/**
 * An MQTT 3.1.1 broker in one thread: all it knows belongs to that thread, and all it keeps has a
 * bound. See docs/decisions/broker.md.
 */
@NullMarked
package org.edgepin.gpio.broker;

import org.jspecify.annotations.NullMarked;
