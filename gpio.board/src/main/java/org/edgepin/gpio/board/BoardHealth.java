// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.BoardStatus.State;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * How a board is, as its {@link BoardStatus}, its events and its lines in the log tell it: one line
 * when a trouble begins and one when it ends. Only {@link #status()} and {@link #removed()} are for
 * any thread, all else for the board's.
 */
final class BoardHealth {

    private final String board;
    private final String pid;
    private final boolean simulated;
    private final EdgeOutlet outlet;
    private final Logger log;
    private volatile BoardStatus status;

    private State state = State.AWAY;
    private String model = "";
    private String location = "";
    /** Why the board is away. */
    private Optional<String> fault = Optional.of("starting");
    /** What is wrong with a configuration that is not used therefore. */
    private Optional<String> refusal = Optional.empty();
    /** What is wrong with pins that cannot have their settings. */
    private final NavigableMap<Integer, String> unusable = new TreeMap<>();

    private boolean outage;
    private @Nullable BoardStatus told;

    BoardHealth(String board, String pid, boolean simulated, EdgeOutlet outlet, Logger log) {
        this.board = board;
        this.pid = pid;
        this.simulated = simulated;
        this.outlet = outlet;
        this.log = log;
        status = new BoardStatus(board, model, simulated, state, Instant.now(), location, pid, fault);
    }

    BoardStatus status() {
        return status;
    }

    /** Whether the board's name can stand in a topic; one whose name cannot is not spoken of there. */
    boolean isNamed() {
        return PinId.parse(board + "/0").isPresent();
    }

    boolean isModelKnown() {
        return !model.isEmpty();
    }

    /** Says what the board is, for people; shown with what follows. */
    void model(String known) {
        model = known;
    }

    /** The board is there. Shown to whoever asks, and told with what comes of its pins. */
    void up(String knownModel, String foundAt) {
        state = State.UP;
        fault = Optional.empty();
        model = knownModel;
        location = foundAt;
        status = current();
    }

    /** Logs that the board is there, once the others can see it. */
    void logUp() {
        log.info("board {} is {}: {}, {}", board, outage ? "back" : "up", model, location);
        outage = false;
    }

    /** Logs the first failure of an outage; {@code defect} if it is not the hardware's. */
    void logAway(String problem, @Nullable Throwable defect) {
        if (!outage) {
            outage = true;
            log.warn("board {} is away, still trying: {}", board, problem, defect);
        }
    }

    /** The board is not there. */
    void away(String why) {
        state = State.AWAY;
        fault = Optional.of(why);
        location = "";
        show();
    }

    /** A configuration is not used: the one before runs on, or there is none and the board waits for it. */
    void refused(String problems, boolean waiting) {
        log.warn(
                "board {}: configuration refused, {}: {}",
                board,
                waiting ? "the board waits for a right one" : "the one before runs on",
                problems);
        refusal = Optional.of("configuration refused: " + problems);
        if (waiting) {
            fault = Optional.empty();
        }
        show();
    }

    /** The newest configuration is right; shown with what follows. */
    void accepted() {
        refusal = Optional.empty();
    }

    /**
     * Takes which pins cannot have their settings now.
     *
     * @param refused what is wrong with each of them
     * @param used the pins that have theirs
     */
    void pins(Map<Integer, String> refused, Map<Integer, PinSettings> used) {
        refused.forEach((pin, problem) -> {
            if (!problem.equals(unusable.put(pin, problem))) {
                log.warn("pin unusable, still trying: {}", problem);
            }
        });
        unusable.keySet().removeIf(pin -> {
            if (!refused.containsKey(pin) && used.containsKey(pin)) {
                log.info("pin usable: {}/{}", board, pin);
            }
            return !refused.containsKey(pin);
        });
        show();
    }

    /** Tells how the board is, if that is not what was told last. */
    private void show() {
        status = current();
        if (!status.equals(told)) {
            told = status;
            publish(status);
        }
    }

    /** Tells for the last time. */
    void removed() {
        var before = status;
        status = new BoardStatus(
                board, before.model(), simulated, State.REMOVED, Instant.now(), "", pid, Optional.empty());
        publish(status);
    }

    private BoardStatus current() {
        var before = status;
        var problem = Stream.of(fault.stream(), unusableNow(), refusal.stream())
                .flatMap(it -> it)
                .collect(Collectors.joining("; "));
        return new BoardStatus(
                board,
                model,
                simulated,
                state,
                state == before.state() ? before.since() : Instant.now(),
                location,
                pid,
                Optional.of(problem).filter(it -> !it.isEmpty()));
    }

    /** While the board is away its pins are no matter of their own. */
    private Stream<String> unusableNow() {
        return state == State.UP ? unusable.values().stream() : Stream.empty();
    }

    private void publish(BoardStatus now) {
        if (isNamed()) {
            outlet.publish(new BoardChange(now));
        }
    }
}
