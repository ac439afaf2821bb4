// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

import java.util.Map;
import org.edgepin.gpio.Board;
import org.edgepin.gpio.board.BoardComponent;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/** A MATRIX Creator or Voice. */
@Component(
        immediate = true,
        service = Board.class,
        configurationPid = MatrixConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MatrixConfig.class, factory = true)
public final class MatrixBoard extends BoardComponent {

    @Activate
    public MatrixBoard(BundleContext bundle, Map<String, Object> properties) {
        this(bundle, LinuxFpga::open, properties);
    }

    MatrixBoard(BundleContext bundle, MatrixDriver.Fpgas fpgas, Map<String, Object> properties) {
        super(bundle, new MatrixDriver(fpgas), false, properties);
    }
}
