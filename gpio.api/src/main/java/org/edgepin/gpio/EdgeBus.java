// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes what a provider has seen to the listeners. A provider refers to this service dynamically
 * and optionally: a board keeps its lines while the bus is replaced.
 */
@ProviderType
public interface EdgeBus {

    /**
     * Queues an event for each listener that wants it. Never blocks. The events of one pin must be
     * published in the order of their sequence.
     */
    void publish(GpioEvent event);
}
