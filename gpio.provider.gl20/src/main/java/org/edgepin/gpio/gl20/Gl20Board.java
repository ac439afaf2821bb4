// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import java.util.Map;
import org.edgepin.gpio.Board;
import org.edgepin.gpio.board.BoardComponent;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/** A GL20. */
@Component(
        immediate = true,
        service = Board.class,
        configurationPid = Gl20Config.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Gl20Config.class, factory = true)
public final class Gl20Board extends BoardComponent {

    @Activate
    public Gl20Board(BundleContext bundle, Map<String, Object> properties) {
        this(bundle, LinuxPorts::open, properties);
    }

    Gl20Board(BundleContext bundle, Gl20Driver.Ports ports, Map<String, Object> properties) {
        super(bundle, new Gl20Driver(ports), false, properties);
    }
}
