// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;

import java.util.Map;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.Login;
import org.edgepin.gpio.endpoint.Accepted;
import org.edgepin.gpio.live.Present;
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
 *
 * <p>The services that it needs may go and come: were they mandatory, DS would end the server with them
 * and make the next one from whatever the file says then, right or wrong.
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
    private final Present<GpioAccess> access = new Present<>();
    private final Present<Login> login = new Present<>();
    private final Door door = new Door(access, login);
    private final Lanes lanes;
    private final Accepted<Settings> accepted = new Accepted<>(LOG, "nothing runs until it is right", Settings::of);
    private @Nullable Running running;

    private record Running(Server server, Runnable unregister) {}

    @Activate
    public GrpcEndpoint(BundleContext bundle, Map<String, Object> properties, @Reference Lanes lanes) {
        this.bundle = bundle;
        this.lanes = lanes;
        modified(properties);
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC)
    void bindAccess(GpioAccess service) {
        access.come(service);
        lookAround();
    }

    void unbindAccess(GpioAccess service) {
        access.go(service);
        lookAround();
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC)
    void bindLogin(Login service) {
        login.come(service);
        lookAround();
    }

    void unbindLogin(Login service) {
        login.go(service);
        lookAround();
    }

    private synchronized void lookAround() {
        if (running != null) {
            running.server().lookAround();
        }
    }

    /** Takes a changed configuration; one that is wrong changes nothing. */
    @Modified
    synchronized void modified(Map<String, Object> properties) {
        accepted.change("grpc " + Settings.name(properties), properties).ifPresent(settings -> {
            deactivate();
            var server = new Server(settings, door, lanes);
            var registration = bundle.registerService(EdgeListener.class, server, null);
            running = new Running(server, registration::unregister);
            server.lookAround();
        });
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
