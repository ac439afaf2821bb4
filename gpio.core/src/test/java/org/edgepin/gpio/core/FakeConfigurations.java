// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** As much of ConfigurationAdmin as core uses. */
final class FakeConfigurations {

    /** The values of the configurations, by PID. */
    final Map<String, Map<String, Object>> stored = new TreeMap<>();

    /** Is told of each update. */
    BiConsumer<String, Map<String, Object>> updated = (pid, values) -> {};

    private interface Call {
        @Nullable
        Object answer(String method, Object[] arguments) throws Exception;
    }

    void add(String pid) {
        stored.put(pid, Map.of("service.pid", pid));
    }

    ConfigurationAdmin service() {
        return proxy(ConfigurationAdmin.class, (method, arguments) -> switch (method) {
            case "listConfigurations" -> list((String) arguments[0]);
            case "getConfiguration" -> configuration((String) arguments[0]);
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private Configuration @Nullable [] list(String filter) throws Exception {
        var matching = FrameworkUtil.createFilter(filter);
        var found = stored.keySet().stream()
                .filter(pid -> matching.matches(Map.of("service.pid", pid)))
                .map(this::configuration)
                .toArray(Configuration[]::new);
        return found.length == 0 ? null : found;
    }

    private Configuration configuration(String pid) {
        return proxy(Configuration.class, (method, arguments) -> switch (method) {
            case "getProperties" -> stored.containsKey(pid) ? FrameworkUtil.asDictionary(stored.get(pid)) : null;
            case "update" -> update(pid, (Dictionary<?, ?>) arguments[0]);
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private @Nullable Object update(String pid, Dictionary<?, ?> values) {
        var copy = new TreeMap<String, Object>();
        for (var keys = values.keys(); keys.hasMoreElements(); ) {
            var key = keys.nextElement();
            copy.put(String.valueOf(key), values.get(key));
        }
        stored.put(pid, copy);
        updated.accept(pid, copy);
        return null;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> call.answer(method.getName(), arguments)));
    }
}
