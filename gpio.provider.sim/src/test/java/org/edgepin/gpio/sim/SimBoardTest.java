// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.contract.Events;
import org.edgepin.gpio.contract.Registry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimBoardTest {

    private static final AtomicInteger BOARDS = new AtomicInteger();

    private final String name = "sim" + BOARDS.incrementAndGet();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Registry registry = new Registry(PATIENCE);
    private final Events events = new Events(PATIENCE);
    private @Nullable SimBoard open;

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
    }

    private SimBoard open(String... pairs) {
        var board = new SimBoard(registry.bundle(), properties(pairs));
        board.bindEdgeBus(events);
        open = board;
        return board;
    }

    private Map<String, Object> properties(String... pairs) {
        var properties = new HashMap<String, Object>();
        properties.put("service.pid", SimConfig.PID + "~" + name);
        properties.put("service.factoryPid", SimConfig.PID);
        properties.put("component.name", SimBoard.class.getName());
        properties.put("component.id", 7L);
        for (var pair : pairs) {
            var equals = pair.indexOf('=');
            properties.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return properties;
    }

    private PinId pin(int number) {
        return new PinId(name, number);
    }

    @Test
    void aWireCarriesAnOutputsLevelToAnInput() throws Exception {
        open("twin = rpi", "inputs = 5", "outputs = 27L", "wires = 27-5");
        var controller = registry.controller();

        controller.write(pin(27), Level.HIGH);

        assertThat(controller.read(pin(5))).isEqualTo(Level.HIGH);
        assertThat(events.edges(pin(5))).extracting(EdgeEvent::edge).contains(Edge.RISING);
    }
}
