// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/**
 * What never changes about a pin while its board is there.
 *
 * @param id its name in the gateway
 * @param label what the hardware calls it, {@code GPIO17} or {@code DO6}; empty if it has no name
 * @param position where a wire goes, {@code header pin 11}; empty if unknown
 * @param capabilities what the hardware can do with it
 */
public record Pin(PinId id, String label, String position, PinCapabilities capabilities) {}
