// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.edgepin.gpio.endpoint.RefusedException;
import org.edgepin.gpio.endpoint.Values;

/**
 * A configuration without mistakes.
 *
 * @param address where to listen; port 0, which no file can have, stands for any free one
 */
record Settings(
        boolean enabled,
        InetSocketAddress address,
        int maxClients,
        int maxMessageBytes,
        int maxQueuedBytes,
        int maxRetainedBytes) {

    /** Reads the properties of the component, which have a value for each key. */
    static Settings of(Map<String, ?> properties) throws RefusedException {
        var values = new Values(properties);
        var enabled = values.flag("enabled");
        var host = host(values);
        var port = values.number("port", 1, 65_535);
        var clients = values.number("max_clients", 1, 10_000);
        var message = values.number("max_message_bytes", 128, 16_777_216);
        var queued = values.number("max_queued_bytes", 1_024, 1_073_741_824);
        var retained = values.number("max_retained_bytes", 1_024, 1_073_741_824);
        if (values.problems().isEmpty() && message + Message.OVERHEAD > queued) {
            values.problem(
                    "max_queued_bytes",
                    "" + queued,
                    "must be at least " + (message + Message.OVERHEAD) + ", or no client could have a message of "
                            + "max_message_bytes = " + message);
        }
        var problems = values.problems();
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        return new Settings(enabled, new InetSocketAddress(host, port), clients, message, queued, retained);
    }

    /** A name other than localhost would be looked up in the network, and could change its mind later. */
    private static InetAddress host(Values values) {
        var text = values.text("host");
        var bytes = NetUtil.createByteArrayFromIpAddressString(text.equals("localhost") ? "127.0.0.1" : text);
        if (bytes == null) {
            values.problem("host", text, "must be 127.0.0.1, ::1, localhost or another loopback address");
            return InetAddress.getLoopbackAddress();
        }
        try {
            var address = InetAddress.getByAddress(bytes);
            if (!address.isLoopbackAddress()) {
                values.problem(
                        "host",
                        text,
                        "must be a loopback address, for this broker knows no passwords and no TLS; "
                                + "for clients on other machines use Mosquitto or another broker");
            }
            return address;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // it has the length of an address
        }
    }
}
