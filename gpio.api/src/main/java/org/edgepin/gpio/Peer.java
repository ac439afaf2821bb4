// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.net.InetAddress;

/**
 * Where a request came from.
 *
 * @param endpoint through which endpoint: {@code rest}, {@code grpc}
 * @param address the address of whoever is connected to it
 */
public record Peer(String endpoint, InetAddress address) {

    /** Returns the endpoint and the address, {@code rest 127.0.0.1}: a caller's origin. */
    @Override
    public String toString() {
        return endpoint + " " + address.getHostAddress();
    }
}
