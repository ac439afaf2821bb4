// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;

import java.io.File;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.Meter;
import org.edgepin.gpio.endpoint.Accepted;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
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
 * A connection to a broker for each configuration {@code org.edgepin.gpio.mqtt-NAME.cfg}.
 *
 * <p>The session is what other components here are: made once, all final. This component only
 * replaces it, and only by one whose configuration is right: DS would first deactivate the one that
 * runs. For the same reason it registers the listener itself, whose {@code gpio.pins} must be those of
 * the session and not of a refused configuration. And the core may go and come: the session ends and
 * begins with it, but from the last configuration that was right.
 */
@Component(
        service = {},
        configurationPid = MqttConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MqttConfig.class, factory = true)
@MqttConfig
public final class MqttEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(MqttEndpoint.class);

    private final Whiteboard whiteboard;
    private final Function<String, @Nullable File> files;
    private final Accepted<Settings> accepted = new Accepted<>(LOG, "nothing runs until it is right", Settings::of);
    private @Nullable GpioAccess access;
    private @Nullable Running running;

    /** Makes a listener known; what is returned withdraws it. */
    interface Whiteboard {
        Runnable register(EdgeListener listener, String pins);
    }

    private record Running(Session session, Runnable unregister) {}

    @Activate
    public MqttEndpoint(BundleContext bundle, Map<String, Object> properties) {
        this(properties, (listener, pins) -> register(bundle, listener, pins), bundle::getDataFile);
    }

    MqttEndpoint(Map<String, Object> properties, Whiteboard whiteboard, Function<String, @Nullable File> files) {
        this.whiteboard = whiteboard;
        this.files = files;
        modified(properties);
    }

    private static Runnable register(BundleContext bundle, EdgeListener listener, String pins) {
        var properties = FrameworkUtil.asDictionary(Map.of(EdgeListener.PINS, new String[] {pins}));
        return bundle.registerService(
                new String[] {EdgeListener.class.getName(), Meter.class.getName()}, listener, properties)::unregister;
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC)
    synchronized void bindAccess(GpioAccess service) {
        access = service;
        restart();
    }

    synchronized void unbindAccess(GpioAccess service) {
        if (access == service) {
            stop();
            access = null;
        }
    }

    /** Takes a changed configuration; one that is wrong changes nothing. */
    @Modified
    synchronized void modified(Map<String, Object> properties) {
        if (accepted.change("mqtt " + Settings.name(properties), properties).isPresent()) {
            restart();
        }
    }

    private void restart() {
        stop();
        var pins = access;
        if (pins != null) {
            accepted.current().ifPresent(settings -> start(pins, settings));
        }
    }

    private void start(GpioAccess pins, Settings settings) {
        var file = files.apply(URLEncoder.encode(settings.name(), StandardCharsets.UTF_8) + ".properties");
        var session = new Session(settings, pins.as(settings.caller()), file);
        var unregister = whiteboard.register(session, settings.board() + "/*");
        session.start();
        running = new Running(session, unregister);
    }

    @Deactivate
    synchronized void deactivate() {
        stop();
        access = null;
    }

    private void stop() {
        var ending = running;
        running = null;
        if (ending != null) {
            ending.unregister().run();
            ending.session().close();
        }
    }
}
