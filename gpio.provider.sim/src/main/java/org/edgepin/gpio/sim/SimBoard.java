// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

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
 * A simulated board. Under its own name it is a service for the console commands of this bundle.
 *
 * <p>It is immediate as nobody may be there to ask for it: otherwise it would be closed whenever
 * gpio.core is replaced.
 */
@Component(
        immediate = true,
        service = {Board.class, SimBoard.class},
        configurationPid = SimConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SimConfig.class, factory = true)
public final class SimBoard implements Board {

    private final EdgeOutlet outlet = new EdgeOutlet();
    private final World world;
    private final BoardKeeper<SimSettings> keeper;

    @Activate
    public SimBoard(BundleContext bundle, Map<String, Object> properties) {
        world = new World(BoardKeeper.boardName(properties));
        keeper = new BoardKeeper<>(bundle, new SimDriver(world), outlet, true, properties);
    }

    /** The pins that differ are touched, and no other. */
    @Modified
    void configure(Map<String, Object> properties) {
        keeper.update(properties);
    }

    @Deactivate
    public void close() {
        keeper.close();
        world.close();
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

    /** Returns what is around the board. */
    World world() {
        return world;
    }
}
