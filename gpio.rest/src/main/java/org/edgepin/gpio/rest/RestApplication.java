// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import java.util.Set;
import javax.ws.rs.core.Application;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.GpioConfiguration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The resources at {@code /gpio/api}. They live in the context that stays while this bundle is replaced. */
@Component(
        service = Application.class,
        property = {
            "osgi.jaxrs.name=edgepin",
            "osgi.jaxrs.application.base=/api",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=edgepin)"
        })
public final class RestApplication extends Application {

    private final Set<Object> singletons;

    @Activate
    public RestApplication(
            @Reference RestSettings settings,
            @Reference GpioAccess access,
            @Reference GpioConfiguration configuration) {
        var office = new Office(access, configuration, () -> settings.get().maxBodyBytes());
        singletons = Set.of(new Gateway(office), new Pins(office), new Entrance(), new Failures());
    }

    @Override
    public Set<Object> getSingletons() {
        return singletons;
    }
}
