// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import java.util.Map;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.Login;
import org.edgepin.gpio.endpoint.RefusedException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
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
 * A gRPC server for each configuration {@code org.edgepin.gpio.grpc-NAME.cfg}. As with MQTT, the server
 * is made once and all final; this component only replaces it, and only by one whose configuration is
 * right.
 */
@Component(
        service = {},
        configurationPid = GrpcConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = GrpcConfig.class, factory = true)
@GrpcConfig
public final class GrpcEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(GrpcEndpoint.class);

    private final BundleContext bundle;
    private final Gpio gpio;
    private final Door door;
    private final Lanes lanes;
    private @Nullable Running running;

    private record Running(Settings settings, Server server, Runnable unregister) {}

    @Activate
    public GrpcEndpoint(
            BundleContext bundle,
            Map<String, Object> properties,
            @Reference Gpio gpio,
            @Reference GpioAccess access,
            @Reference Login login,
            @Reference Lanes lanes) {
        this.bundle = bundle;
        this.gpio = gpio;
        this.door = new Door(access, login);
        this.lanes = lanes;
        modified(properties);
    }

    /** Takes a changed configuration; one that is wrong changes nothing. */
    @Modified
    synchronized void modified(Map<String, Object> properties) {
        Settings settings;
        try {
            settings = Settings.of(properties);
        } catch (RefusedException e) {
            LOG.warn(
                    "grpc {}: configuration refused, {}: {}",
                    Settings.name(properties),
                    running == null ? "nothing runs until it is right" : "the one before runs on",
                    e.getMessage());
            return;
        }
        if (running == null || !running.settings().equals(settings)) {
            deactivate();
            var server = new Server(settings, gpio, door, lanes);
            var registration = bundle.registerService(EdgeListener.class, server, null);
            server.start();
            running = new Running(settings, server, registration::unregister);
        }
    }

    @Deactivate
    synchronized void deactivate() {
        var ending = running;
        running = null;
        if (ending != null) {
            ending.unregister().run();
            ending.server().close();
        }
    }
}
