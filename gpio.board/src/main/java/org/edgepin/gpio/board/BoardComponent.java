// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.util.List;
import java.util.Map;
import org.edgepin.gpio.Board;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.EdgeBus;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * What the components of all providers are: a configured board between its {@link BoardKeeper} and
 * the bus that comes and goes. A subclass adds the PID and the {@link BoardDriver}; bnd reads the
 * annotations here into its description ({@code -dsannotations-options: inherit}).
 *
 * <p>The component must be immediate as nobody may be there to ask for it: otherwise the board would
 * be closed whenever gpio.core is replaced. And it must name its service, {@link Board}: what a base
 * class implements does not count.
 *
 * <p>Thread-safe. Nothing here waits for hardware but {@link #problems} and {@link #close}.
 */
public abstract class BoardComponent implements Board {

    private final EdgeOutlet outlet = new EdgeOutlet();
    private final BoardKeeper<?> keeper;

    protected BoardComponent(
            BundleContext bundle, BoardDriver<?> driver, boolean simulated, Map<String, ?> properties) {
        keeper = new BoardKeeper<>(bundle, driver, outlet, simulated, properties);
    }

    /** Takes a changed configuration: the pins that differ are touched, and no other. */
    @Modified
    public void configure(Map<String, Object> properties) {
        keeper.update(properties);
    }

    @Deactivate
    public void close() {
        keeper.close();
    }

    /** The board keeps its lines while the bus is replaced. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindEdgeBus(EdgeBus bus) {
        outlet.bind(bus);
    }

    public void unbindEdgeBus(EdgeBus bus) {
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
