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

/** Logs that the gateway is up. Where there is no console, the line goes to standard output as well. */
@Component
public final class Announcement {

    private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);

    @Activate
    public Announcement(BundleContext context, @Reference BootFinished boot) {
        LOG.info(
                "Edgepin {} is up, {} s after its start",
                context.getBundle().getVersion(),
                String.format(
                        Locale.ROOT,
                        "%.1f",
                        ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0));
    }
}
