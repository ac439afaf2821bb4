// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

/**
 * A board's settings besides its pins.
 *
 * @param chip the label, name or node of its GPIO chip; empty for that of a Raspberry Pi's header
 */
record RpiSettings(String chip) {}
