// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Settings and properties for tests. */
final class Fixtures {

    static final int MAX_MESSAGE_BYTES = 4_096;

    private Fixtures() {}

    /** Any free port, and small bounds. */
    static Settings settings(int maxClients, int maxQueuedBytes, int maxRetainedBytes) {
        return new Settings(
                true,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                maxClients,
                MAX_MESSAGE_BYTES,
                maxQueuedBytes,
                maxRetainedBytes);
    }

    static Settings settings() {
        return settings(20, 65_536, 65_536);
    }

    static InetSocketAddress address(Server server) throws Exception {
        return server.listening().get(1, TimeUnit.MINUTES);
    }

    /**
     * What DS makes of the annotation, as bnd maps its names: the properties of a component whose
     * file is empty.
     */
    static Map<String, Object> defaults() {
        var properties = new HashMap<String, Object>();
        Arrays.stream(BrokerConfig.class.getDeclaredMethods())
                .filter(it -> it.getDefaultValue() != null)
                .forEach(it -> properties.put(key(it), it.getDefaultValue()));
        return properties;
    }

    private static String key(Method method) {
        return method.getName().replace("__", "_");
    }

    static Map<String, Object> with(Object... keysAndValues) {
        var properties = defaults();
        for (var i = 0; i < keysAndValues.length; i += 2) {
            properties.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return properties;
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
