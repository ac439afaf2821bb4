// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.contract;

import java.util.HashMap;
import java.util.Map;

/** What a component gets of its configuration file: the lines, and what the framework and FileInstall add. */
public final class BoardProperties {

    private BoardProperties() {}

    /**
     * Returns the properties of a board.
     *
     * @param pid the factory PID of the component
     * @param name the board's name
     * @param lines as in the file, {@code inputs = 5,6U}
     */
    public static Map<String, Object> of(String pid, String name, String... lines) {
        var properties = new HashMap<String, Object>();
        properties.put("service.pid", pid + "~" + name);
        properties.put("service.factoryPid", pid);
        properties.put("felix.fileinstall.filename", "file:/etc/" + pid + "-" + name + ".cfg");
        properties.put("component.name", "a board");
        properties.put("component.id", 7L);
        for (var line : lines) {
            var parts = line.split(" = ", 2);
            properties.put(parts[0], parts[1]);
        }
        return properties;
    }
}
