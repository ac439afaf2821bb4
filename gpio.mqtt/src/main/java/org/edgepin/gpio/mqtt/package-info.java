// SPDX-License-Identifier: Apache-2.0
/**
 * The pins of a board on an MQTT broker, with the topics of the AWS Greengrass Raspberry Pi GPIO
 * connector, and its edges and gaps beside them.
 *
 * <p>On the way out: {@link org.edgepin.gpio.mqtt.Session} is told of edges, {@link
 * org.edgepin.gpio.mqtt.Outbox} keeps them until {@link org.edgepin.gpio.mqtt.Link} has published
 * them. On the way in: {@link org.edgepin.gpio.mqtt.Inbox} checks commands and {@link
 * org.edgepin.gpio.mqtt.PinAccess} carries them out.
 */
@NullMarked
package org.edgepin.gpio.mqtt;

import org.jspecify.annotations.NullMarked;
