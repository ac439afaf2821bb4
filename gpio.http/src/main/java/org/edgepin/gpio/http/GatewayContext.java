// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.http;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.context.ServletContextHelper;

/**
 * What is at {@code /gpio}. REST, metrics and the dashboard put their servlets into it and may be
 * replaced; it stays, and so does the {@link Door} before them.
 */
@Component(
        service = ServletContextHelper.class,
        property = {
            "osgi.http.whiteboard.context.name=" + GatewayContext.NAME,
            "osgi.http.whiteboard.context.path=/gpio"
        })
public final class GatewayContext extends ServletContextHelper {

    static final String NAME = "edgepin";
}
