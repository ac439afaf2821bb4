// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;

import java.time.Duration;
import java.util.Map;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.endpoint.Accepted;
import org.edgepin.gpio.live.LivePins;
import org.edgepin.gpio.live.Present;
import org.edgepin.gpio.malos.GpioPins.AbsentException;
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
 * ports stay as they were, which is why this component has a {@link Modified} method. The core may go
 * and come: were it mandatory, DS would close the ports with it, forget what clients have set, and
 * begin anew with whatever the file says then, right or wrong.
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

    /** Commands that come while the core is updated wait in their queues, as they do while a board is slow. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Present<GpioAccess> access = new Present<>();
    private final Accepted<Settings> accepted = new Accepted<>(LOG, "nothing runs until it is right", Settings::of);
    private @Nullable Server server;
    private boolean begun;

    @Activate
    public MalosEndpoint(Map<String, Object> properties) {
        configure(properties);
    }

    /** With the first one the ports are opened; from then on they are, whether it goes or comes. */
    @Reference(cardinality = OPTIONAL, policy = DYNAMIC)
    void bindAccess(GpioAccess service) {
        // first: the ports' thread may wait for it, and a changed configuration for that thread
        access.come(service);
        begin();
    }

    private synchronized void begin() {
        if (!begun) {
            begun = true;
            restart();
        }
    }

    void unbindAccess(GpioAccess service) {
        access.go(service);
    }

    @Modified
    synchronized void configure(Map<String, Object> properties) {
        if (accepted.change("MALOS", properties).isPresent() && begun) {
            restart();
        }
    }

    private void restart() {
        stop();
        accepted.current().ifPresent(settings -> {
            server = new Server(settings, new GpioPins(settings, from -> pins(from, settings.role())));
            server.start();
        });
    }

    /** Clients have no names; where they come from is all that is known of them. */
    private Gpio pins(String from, Role role) {
        var caller = new Caller(NAME, from.isEmpty() ? NAME : NAME + " " + from, role);
        return new LivePins(
                access, caller, PATIENCE, () -> new AbsentException("a part of the gateway is being updated"));
    }

    @Deactivate
    synchronized void deactivate() {
        access.end();
        stop();
    }

    private void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
