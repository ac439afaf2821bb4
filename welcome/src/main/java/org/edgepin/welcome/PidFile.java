// SPDX-License-Identifier: Apache-2.0
package org.edgepin.welcome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes {@code karaf.pid} when the gateway stops. Karaf writes it when it starts, and would leave it. */
@Component(
        immediate = true,
        service = {})
public final class PidFile {

    private static final Logger LOG = LoggerFactory.getLogger(PidFile.class);

    private final BundleContext context;

    @Activate
    public PidFile(BundleContext context) {
        this.context = context;
    }

    @Deactivate
    void deactivate() {
        var name = context.getProperty("karaf.pid.file");
        // The gateway may go on when only this bundle stops.
        if (name == null || context.getBundle(0).getState() != Bundle.STOPPING) {
            return;
        }
        var file = Path.of(name);
        var own = Long.toString(ProcessHandle.current().pid());
        try {
            if (Files.exists(file) && Files.readString(file).strip().equals(own)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.info("{} stays there: {}", file, e.toString());
        }
    }
}
