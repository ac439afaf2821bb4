// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.edgepin.gpio.GpioController;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.board.BoardComponent;
import org.junit.jupiter.api.AfterEach;
import org.osgi.framework.BundleContext;

/**
 * What tests of a provider's own need: boards with a framework and a bus around them, under a name that
 * no other test has, as levels to start with are driven once for each board. They are closed after the
 * test.
 *
 * @param <B> the provider's component
 */
public abstract class BoardScenario<B extends BoardComponent> {

    /** How long to wait for anything before it counts as missing: a machine may be busy, or simulated. */
    protected static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final AtomicInteger BOARDS = new AtomicInteger();

    protected final Registry registry = new Registry(PATIENCE);
    protected final Events events = new Events(PATIENCE);
    private final String pid;
    private final String name;
    private final List<B> boards = new ArrayList<>();

    /** @param pid the factory PID of the component */
    protected BoardScenario(String pid) {
        this.pid = pid;
        this.name = pid.substring(pid.lastIndexOf('.') + 1) + BOARDS.incrementAndGet();
    }

    /** Creates the component as the framework does. */
    protected abstract B create(BundleContext bundle, Map<String, Object> properties);

    /** Closes what is still open. Whoever overrides it looks afterwards at what the boards have left. */
    @AfterEach
    protected void closeBoards() {
        boards.forEach(BoardComponent::close);
    }

    protected final String name() {
        return name;
    }

    /** Opens a board, which need not come up. */
    protected final B open(String... lines) {
        var board = create(registry.bundle(), properties(lines));
        board.bindEdgeBus(events);
        boards.add(board);
        return board;
    }

    /** Opens a board and waits until it is up. */
    protected final GpioController start(String... lines) {
        open(lines);
        return registry.controller();
    }

    protected final void close(B board) {
        boards.remove(board);
        board.close();
    }

    protected final Map<String, Object> properties(String... lines) {
        return BoardProperties.of(pid, name, lines);
    }

    protected final PinId pin(int number) {
        return new PinId(name, number);
    }

    protected static ConditionFactory patiently() {
        return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    protected static void awaitProblem(BoardComponent board, String problem) {
        patiently().untilAsserted(() -> assertThat(board.status().problem().orElse(""))
                .contains(problem));
    }
}
