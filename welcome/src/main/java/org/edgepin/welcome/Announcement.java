// SPDX-License-Identifier: Apache-2.0
package org.edgepin.welcome;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.apache.karaf.features.BootFinished;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs that the gateway is up and what runs in it. Without a console, standard output has it as well. */
@Component
public final class Announcement {

    private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);

    private final Overview overview;
    private final Thread thread;

    @Activate
    public Announcement(BundleContext context, @Reference BootFinished boot, @Reference Overview overview) {
        this.overview = overview;
        var version = context.getBundle().getVersion();
        var seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
        LOG.info("Edgepin {} is up, {} s after its start", version, String.format(Locale.ROOT, "%.1f", seconds));
        thread = new Thread(this::describe, "welcome");
        thread.setDaemon(true);
        thread.start();
    }

    @Deactivate
    void deactivate() {
        thread.interrupt();
    }

    private void describe() {
        try {
            var report = overview.settledReport();
            for (var row : report.rows()) {
                LOG.info("{}", row.line());
            }
            LOG.info("configuration in {}, log in {}", report.etc(), report.log());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the gateway stops, there is nothing to welcome to
        }
    }
}
