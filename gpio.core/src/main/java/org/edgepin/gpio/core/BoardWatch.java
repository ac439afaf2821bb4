// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.edgepin.gpio.Board;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.GpioController;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Tells the listeners of controllers that come and go without a {@link Board} beside them, and of the
 * end of a board whose provider had gone before its configuration; else a {@code Board}'s provider
 * tells by itself, in the order of its edges.
 */
@Component(immediate = true)
public final class BoardWatch implements ConfigurationListener {

    private final EdgeBus edges;
    private final Boards configured;
    private final Map<Board, String> boards = new ConcurrentHashMap<>();
    private final Set<GpioController> alone = ConcurrentHashMap.newKeySet();

    @Activate
    public BoardWatch(@Reference EdgeBus edges, @Reference Boards configured) {
        this.edges = edges;
        this.configured = configured;
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getType() == ConfigurationEvent.CM_DELETED) {
            configured.forget(event.getPid(), edges::publish);
        }
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void bindBoard(Board board) {
        boards.put(board, board.status().name());
    }

    void unbindBoard(Board board) {
        boards.remove(board);
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void bindController(GpioController controller, Map<String, Object> properties) {
        if (!boards.containsValue(Controllers.name(properties))) {
            alone.add(controller);
            controller.boards().forEach(it -> edges.publish(new BoardChange(it)));
        }
    }

    void unbindController(GpioController controller, Map<String, Object> properties) {
        var name = Controllers.name(properties);
        // a Board that goes before its controller has told its end
        if (alone.remove(controller) && !boards.containsValue(name)) {
            edges.publish(new BoardChange(new BoardStatus(
                    name,
                    String.valueOf(properties.get(GpioController.MODEL)),
                    Boolean.TRUE.equals(properties.get(GpioController.SIMULATED)),
                    BoardStatus.State.REMOVED,
                    Instant.now(),
                    "",
                    "",
                    Optional.empty())));
        }
    }
}
