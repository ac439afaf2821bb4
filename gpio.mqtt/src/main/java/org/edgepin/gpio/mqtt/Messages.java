// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.mqtt;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.edgepin.gpio.BoardChange;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.GpioEvent;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;

/** What is said of pins and boards, byte by byte. Thread-safe. */
final class Messages {

    /** RFC 3339 to the nanosecond, always of the same length. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter(Locale.ROOT);

    private final Settings settings;
    private final Topics topics;

    Messages(Settings settings) {
        this.settings = settings;
        this.topics = new Topics(settings.thing());
    }

    /** Says what has happened: an edge is a new state too. */
    List<Message> of(GpioEvent event) {
        if (event instanceof EdgeEvent edge) {
            var state = state(edge.pin(), edge.edge().level());
            return settings.eventTopics() ? List.of(state, edge(edge)) : List.of(state);
        }
        if (settings.eventTopics() && event instanceof GapEvent gap) {
            return List.of(gap(gap));
        }
        if (settings.eventTopics() && event instanceof BoardChange change) {
            return List.of(board(change.status()));
        }
        return List.of();
    }

    /** The level as the connector says it: one bare digit, which is a JSON number as well. */
    Message state(PinId pin, Level level) {
        return new Message(topics.state(pin.number()), digit(level) + "", settings.retain());
    }

    /** Whether the broker keeps the states. */
    boolean stateRetained() {
        return settings.retain();
    }

    /** Makes the broker forget the retained state of a pin that is no longer used. */
    Message forgotten(PinId pin) {
        return new Message(topics.state(pin.number()), "", true);
    }

    Message error(ErrorMessage error) {
        return new Message(topics.error(), error.json(), false);
    }

    /** Says whether the gateway is there; empty if nobody is to be told. */
    Optional<Message> status(boolean online) {
        return settings.statusTopic().isEmpty()
                ? Optional.empty()
                : Optional.of(new Message(settings.statusTopic(), online ? "online" : "offline", true));
    }

    /** How the board is; retained, since states that are retained tell nothing of a board that is away. */
    Message board(BoardStatus status) {
        return new Message(
                topics.board(),
                Json.object(
                        "board", status.name(),
                        "model", status.model(),
                        "simulated", status.simulated(),
                        "state", name(status.state()),
                        "since", TIME.format(status.since()),
                        "problem", status.problem().orElse("")),
                true);
    }

    /** The same for a board that nobody has configured. */
    Message boardMissing(Instant now) {
        return board(new BoardStatus(
                settings.board(),
                "",
                false,
                BoardStatus.State.REMOVED,
                now,
                "",
                "",
                Optional.of("no board of this name is configured")));
    }

    private Message edge(EdgeEvent edge) {
        return new Message(
                topics.edge(edge.pin().number()),
                Json.object(
                        "pin", edge.pin(),
                        "level", digit(edge.edge().level()),
                        "sequence", edge.sequence(),
                        "time", TIME.format(edge.time())),
                false);
    }

    private Message gap(GapEvent gap) {
        return new Message(
                topics.gap(gap.pin().number()),
                Json.object(
                        "pin", gap.pin(),
                        "first", gap.first(),
                        "lost", gap.count(),
                        "place", name(gap.place()),
                        "time", TIME.format(gap.time())),
                false);
    }

    private static int digit(Level level) {
        return level == Level.HIGH ? 1 : 0;
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
