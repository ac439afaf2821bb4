// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a broker is.
 *
 * @param url as it was configured, for the log
 * @param tls whether to talk TLS
 * @param host a name or an address, that of IPv6 without brackets
 */
record Broker(String url, boolean tls, String host, int port) {

    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;

    /** With the low line that {@code java.net.URI} does not take and container networks use. */
    private static final Pattern URL =
            Pattern.compile("(tcp|ssl)://(?:([A-Za-z0-9._-]+)|\\[([0-9A-Fa-f:.]+)])(?::([1-9][0-9]{0,4}))?");

    /** Reads {@code tcp://host:port} or {@code ssl://host:port}; empty if the text is neither. */
    static Optional<Broker> parse(String url) {
        var match = URL.matcher(url);
        if (!match.matches()) {
            return Optional.empty();
        }
        var tls = match.group(1).equals("ssl");
        var host = Optional.ofNullable(match.group(2)).orElse(match.group(3));
        var port = Optional.ofNullable(match.group(4)).map(Integer::valueOf).orElse(tls ? TLS_PORT : PORT);
        return port > 65_535 ? Optional.empty() : Optional.of(new Broker(url, tls, host, port));
    }

    @Override
    public String toString() {
        return url;
    }
}
