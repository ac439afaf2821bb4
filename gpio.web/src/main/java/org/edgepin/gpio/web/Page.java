// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.web;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.Bundle;

/** The files of the page by their names, {@code page.js}, {@code fonts/OFL.txt}. */
record Page(Map<String, Asset> assets) {

    private static final String FOLDER = "/page/";
    private static final String START = "index.html";

    Page {
        assets = Map.copyOf(assets);
    }

    /** Reads the page out of a bundle. */
    static Page of(Bundle bundle) throws IOException {
        var assets = new TreeMap<String, Asset>();
        var files = bundle.findEntries(FOLDER, "*", true);
        while (files != null && files.hasMoreElements()) {
            var file = files.nextElement();
            var name = file.getPath().substring(FOLDER.length());
            if (!name.endsWith("/")) {
                try (var content = file.openStream()) {
                    assets.put(name, Asset.of(name, content.readAllBytes()));
                }
            }
        }
        if (!assets.containsKey(START)) {
            throw new IOException("there is no " + START + " in " + FOLDER + " of " + bundle);
        }
        return new Page(assets);
    }

    /**
     * Finds a file.
     *
     * @param path what stands in the address behind {@code /gpio}, empty or beginning with a slash
     */
    Optional<Asset> find(String path) {
        var name = path.startsWith("/") ? path.substring(1) : path;
        return Optional.ofNullable(assets.get(name.isEmpty() ? START : name));
    }
}
