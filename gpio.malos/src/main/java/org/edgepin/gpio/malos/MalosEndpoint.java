// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import java.util.Map;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.endpoint.Accepted;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the ports that the configuration asks for. A configuration with mistakes is refused and the
 * ports stay as they were, which is why this component has a {@link Modified} method. DS calls one
 * method at a time.
 */
@Component(
        service = {},
        configurationPid = MalosConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MalosConfig.class)
@MalosConfig
public final class MalosEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(MalosEndpoint.class);
    private static final String NAME = "malos";

    private final GpioAccess access;
    private final Accepted<Settings> accepted = new Accepted<>(LOG, "nothing runs until it is right", Settings::of);
    private @Nullable Server server;

    @Activate
    public MalosEndpoint(Map<String, Object> properties, @Reference GpioAccess access) {
        this.access = access;
        configure(properties);
    }

    @Modified
    void configure(Map<String, Object> properties) {
        accepted.change("MALOS", properties).ifPresent(this::restart);
    }

    private void restart(Settings settings) {
        deactivate();
        server = new Server(settings, new GpioPins(settings, from -> pins(from, settings.role())));
        server.start();
    }

    /** Clients have no names; where they come from is all that is known of them. */
    private Gpio pins(String from, Role role) {
        return access.as(new Caller(NAME, from.isEmpty() ? NAME : NAME + " " + from, role));
    }

    @Deactivate
    void deactivate() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
