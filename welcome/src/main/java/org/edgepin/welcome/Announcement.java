// SPDX-License-Identifier: Apache-2.0
package org.edgepin.welcome;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.apache.karaf.features.BootFinished;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs that the gateway is up and what runs in it. Without a console, standard output has it as well. */
@Component
public final class Announcement {

    private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);

    @Activate
    public Announcement(BundleContext context, @Reference BootFinished boot, @Reference Overview overview) {
        LOG.info(
                "Edgepin {} is up, {} s after its start",
                context.getBundle().getVersion(),
                String.format(
                        Locale.ROOT,
                        "%.1f",
                        ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0));
        var report = overview.report();
        for (var row : report.rows()) {
            LOG.info("{}", row.line());
        }
        LOG.info("configuration in {}, log in {}", report.etc(), report.log());
    }
}
