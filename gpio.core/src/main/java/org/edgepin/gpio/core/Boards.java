// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.edgepin.gpio.Board;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.BoardStatus.State;
import org.edgepin.gpio.GpioEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The boards that are configured. A board whose provider has gone is away for as long as its
 * configuration lasts: its bundle is being updated, and whoever asks is to try again and not to hear
 * that there is no such board. Immediate, as it would forget what nobody asks for.
 *
 * <p>Thread-safe. Its lock is held while events are published, so that the end of a board is told
 * after all else of it.
 */
@Component(service = Boards.class, immediate = true)
public final class Boards {

    private static final String LEFT = "no bundle provides it now";

    private final ConfigurationAdmin configurations;
    private final List<Board> present = new CopyOnWriteArrayList<>();
    private final Map<String, Left> left = new ConcurrentHashMap<>();

    /** A board without a provider, and whether the listeners have been told that it is away. */
    private record Left(BoardStatus status, boolean told) {}

    @Activate
    public Boards(@Reference ConfigurationAdmin configurations) {
        this.configurations = configurations;
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    synchronized void bindBoard(Board board) {
        present.add(board);
        left.remove(board.status().name());
    }

    synchronized void unbindBoard(Board board) {
        var last = board.status();
        if (isConfigured(last)) {
            // as long as it is present: in between somebody may ask
            left.put(last.name(), new Left(changed(last, State.AWAY, Optional.of(LEFT)), false));
        }
        present.remove(board);
    }

    /** Returns how the boards are, by name. */
    Map<String, BoardStatus> all() {
        var all = new TreeMap<String, BoardStatus>();
        present.forEach(it -> all.putIfAbsent(it.status().name(), it.status()));
        left.values().stream()
                .map(Left::status)
                .filter(this::isConfigured)
                .forEach(it -> all.putIfAbsent(it.name(), it));
        return all;
    }

    /** Returns how a board is; empty if none of this name is configured. */
    Optional<BoardStatus> of(String name) {
        for (var board : present) {
            var status = board.status();
            if (status.name().equals(name)) {
                return Optional.of(status);
            }
        }
        return Optional.ofNullable(left.get(name)).map(Left::status).filter(this::isConfigured);
    }

    /** Says that a board that has told its end is only away, if that is so. */
    synchronized void tellAway(String name, Consumer<GpioEvent> listeners) {
        var gone = left.get(name);
        if (gone != null && isConfigured(gone.status())) {
            left.put(name, new Left(gone.status(), true));
            listeners.accept(new BoardChange(gone.status()));
        }
    }

    /** Forgets the board of a configuration that is no more, and tells its end if somebody thinks that it is away. */
    synchronized void forget(String pid, Consumer<GpioEvent> listeners) {
        for (var gone : List.copyOf(left.values())) {
            var status = gone.status();
            if (status.pid().equals(pid) && !isConfigured(status)) {
                left.remove(status.name());
                if (gone.told()) {
                    listeners.accept(new BoardChange(changed(status, State.REMOVED, Optional.empty())));
                }
            }
        }
    }

    private static BoardStatus changed(BoardStatus before, State state, Optional<String> problem) {
        return new BoardStatus(
                before.name(), before.model(), before.simulated(), state, Instant.now(), "", before.pid(), problem);
    }

    private boolean isConfigured(BoardStatus status) {
        try {
            var filter = "(service.pid=" + status.pid().replaceAll("[\\\\*()]", "\\\\$0") + ")";
            return configurations.listConfigurations(filter) != null;
        } catch (IOException | InvalidSyntaxException | IllegalStateException e) {
            // it cannot be told now
            return true;
        }
    }
}
