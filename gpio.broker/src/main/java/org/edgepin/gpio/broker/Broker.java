// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.broker;

import java.util.Map;
import org.edgepin.gpio.endpoint.Accepted;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the broker that the configuration asks for. A configuration with mistakes is refused and the
 * broker runs on with the one before, which is why this component has a {@link Modified} method. DS
 * calls one method at a time.
 */
@Component(
        service = {},
        configurationPid = BrokerConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = BrokerConfig.class)
public final class Broker {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    private final Accepted<Settings> accepted = new Accepted<>(LOG, "nothing runs until it is right", Settings::of);
    private @Nullable Server server;

    /**
     * @param defaults only makes bnd write the defaults of the keys into the component, so that
     *     properties has them
     */
    @Activate
    public Broker(BrokerConfig defaults, Map<String, Object> properties) {
        this(properties);
    }

    Broker(Map<String, Object> properties) {
        configure(properties);
    }

    @Modified
    void configure(Map<String, Object> properties) {
        accepted.change("MQTT broker", properties).ifPresent(this::restart);
    }

    private void restart(Settings settings) {
        deactivate();
        if (settings.enabled()) {
            server = new Server(settings);
        } else {
            LOG.info("MQTT broker is off, as enabled = false in its configuration");
        }
    }

    @Deactivate
    void deactivate() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
