// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.edgepin.gpio.endpoint.RefusedException;

/** Properties as DS gives them to a component: the defaults of {@link MqttConfig} and what a file says. */
final class Configuration {

    private final Map<String, Object> properties = new HashMap<>();

    Configuration(String name) {
        properties.put("service.pid", MqttConfig.PID + "~" + name);
        properties.put("service.factoryPid", MqttConfig.PID);
        properties.put("felix.fileinstall.filename", "file:/etc/" + MqttConfig.PID + "-" + name + ".cfg");
        properties.put("component.id", 17L);
        for (var key : MqttConfig.class.getDeclaredMethods()) {
            properties.put(name(key), Objects.requireNonNull(key.getDefaultValue()));
        }
    }

    /** For a broker on this machine, with short pauses between attempts. */
    static Configuration forBroker(int port) {
        return new Configuration("test")
                .with("broker", "tcp://127.0.0.1:" + port)
                .with("backoff_min_ms", "20")
                .with("backoff_max_ms", "200");
    }

    Configuration with(String key, Object value) {
        properties.put(key, value);
        return this;
    }

    Map<String, Object> properties() {
        return Map.copyOf(properties);
    }

    Settings settings() {
        try {
            return Settings.of(properties);
        } catch (RefusedException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** The rule of the OSGi Compendium, 112.8.2.1, as far as it is used here. */
    private static String name(Method key) {
        return key.getName().replace("__", "\u0000").replace('_', '.').replace('\u0000', '_');
    }
}
