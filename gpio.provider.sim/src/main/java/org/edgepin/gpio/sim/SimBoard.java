// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.util.Map;
import org.edgepin.gpio.Board;
import org.edgepin.gpio.board.BoardComponent;
import org.edgepin.gpio.board.BoardKeeper;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/** A simulated board. Under its own name it is a service for the console commands of this bundle. */
@Component(
        immediate = true,
        service = {Board.class, SimBoard.class},
        configurationPid = SimConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SimConfig.class, factory = true)
public final class SimBoard extends BoardComponent {

    private final World world;

    @Activate
    public SimBoard(BundleContext bundle, Map<String, Object> properties) {
        this(bundle, new World(BoardKeeper.boardName(properties)), properties);
    }

    private SimBoard(BundleContext bundle, World world, Map<String, Object> properties) {
        super(bundle, new SimDriver(world), true, properties);
        this.world = world;
    }

    @Override
    public void close() {
        super.close();
        world.close();
    }

    /** Returns what is around the board. */
    World world() {
        return world;
    }
}
