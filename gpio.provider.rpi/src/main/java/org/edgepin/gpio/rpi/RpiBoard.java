// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import java.util.Map;
import org.edgepin.gpio.Board;
import org.edgepin.gpio.board.BoardComponent;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/** The header of a Raspberry Pi, or another GPIO chip. */
@Component(
        immediate = true,
        service = Board.class,
        configurationPid = RpiConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RpiConfig.class, factory = true)
public final class RpiBoard extends BoardComponent {

    @Activate
    public RpiBoard(BundleContext bundle, Map<String, Object> properties) {
        super(bundle, new RpiDriver(PiModel.DEVICE_TREE), false, properties);
    }
}
