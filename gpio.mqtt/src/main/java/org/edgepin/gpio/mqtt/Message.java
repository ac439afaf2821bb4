// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.nio.charset.StandardCharsets;

/**
 * What is published.
 *
 * @param text the payload in ASCII
 * @param retained whether the broker keeps it for clients that come later
 */
record Message(String topic, String text, boolean retained) {

    byte[] payload() {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
