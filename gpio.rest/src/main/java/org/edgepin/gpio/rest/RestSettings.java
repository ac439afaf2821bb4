// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import java.util.Map;
import java.util.function.Supplier;
import org.edgepin.gpio.endpoint.Accepted;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings in use. They change while REST runs, so that a changed file ends no stream and refuses no
 * request; a file with mistakes changes nothing.
 */
@Component(service = RestSettings.class, configurationPid = RestConfig.PID)
@Designate(ocd = RestConfig.class)
@RestConfig
public final class RestSettings implements Supplier<Settings> {

    private static final Logger LOG = LoggerFactory.getLogger(RestSettings.class);

    private final Accepted<Settings> accepted =
            new Accepted<>(LOG, "the defaults hold until it is right", Settings::of);
    private volatile Settings settings = Settings.USUAL;

    @Activate
    public RestSettings(Map<String, Object> properties) {
        modified(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        accepted.change("REST", properties).ifPresent(changed -> settings = changed);
    }

    @Override
    public Settings get() {
        return settings;
    }
}
