// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

import java.util.List;
import java.util.Map;
import org.edgepin.gpio.Board;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.board.BoardKeeper;
import org.edgepin.gpio.board.EdgeOutlet;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * A MATRIX Creator or Voice. It is immediate as nobody may be there to ask for it: otherwise it would be closed whenever
 * gpio.core is replaced.
 */
@Component(immediate = true, configurationPid = MatrixConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MatrixConfig.class, factory = true)
public final class MatrixBoard implements Board {

    private final EdgeOutlet outlet = new EdgeOutlet();
    private final BoardKeeper<MatrixSettings> keeper;

    @Activate
    public MatrixBoard(BundleContext bundle, Map<String, Object> properties) {
        this(bundle, LinuxFpga::open, properties);
    }

    MatrixBoard(BundleContext bundle, MatrixDriver.Fpgas fpgas, Map<String, Object> properties) {
        keeper = new BoardKeeper<>(bundle, new MatrixDriver(fpgas), outlet, false, properties);
    }

    /** The pins that differ are touched, and no other. */
    @Modified
    void configure(Map<String, Object> properties) {
        keeper.update(properties);
    }

    @Deactivate
    void close() {
        keeper.close();
    }

    /** The board keeps its lines while the bus is replaced. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEdgeBus(EdgeBus bus) {
        outlet.bind(bus);
    }

    void unbindEdgeBus(EdgeBus bus) {
        outlet.unbind(bus);
    }

    @Override
    public BoardStatus status() {
        return keeper.status();
    }

    @Override
    public List<String> problems(Map<String, ?> configuration) throws BoardAwayException {
        return keeper.problems(configuration);
    }
}
