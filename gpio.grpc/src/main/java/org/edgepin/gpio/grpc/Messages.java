// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Direction;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.GapEvent;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.grpc.v1.Board;
import org.edgepin.gpio.grpc.v1.Event;
import org.edgepin.gpio.grpc.v1.Gap;
import org.edgepin.gpio.grpc.v1.Pin;
import org.edgepin.gpio.grpc.v1.PinCapabilities;
import org.edgepin.gpio.grpc.v1.PinEdge;

/** The values of the API as messages of edgepin.v1, and back. */
final class Messages {

    private Messages() {}

    static Board board(BoardStatus status) {
        return Board.newBuilder()
                .setName(status.name())
                .setModel(status.model())
                .setSimulated(status.simulated())
                .setState(
                        switch (status.state()) {
                            case UP -> Board.State.STATE_UP;
                            case AWAY -> Board.State.STATE_AWAY;
                            case REMOVED -> Board.State.STATE_REMOVED;
                        })
                .setStateTime(time(status.since()))
                .setLocation(status.location())
                .setProblem(status.problem().orElse(""))
                .build();
    }

    static Pin pin(PinState state) {
        var pin = Pin.newBuilder()
                .setPin(state.pin().id().toString())
                .setLabel(state.pin().label())
                .setPosition(state.pin().position())
                .setDisplayName(state.name())
                .setCapabilities(capabilities(state.pin().capabilities()))
                .setSettings(settings(state.settings()))
                .setPollPeriod(duration(state.sensing().period()))
                .setSequence(state.sequence())
                .setConsumer(state.consumer().orElse(""))
                .setLocked(state.locked())
                .setProblem(state.problem().orElse(""));
        state.level().ifPresent(level -> pin.setLevel(level(level)));
        state.driven().ifPresent(level -> pin.setDrivenLevel(level(level)));
        state.lastEdge().ifPresent(time -> pin.setLastEdgeTime(time(time)));
        return pin.build();
    }

    private static PinCapabilities capabilities(org.edgepin.gpio.PinCapabilities capabilities) {
        var message = PinCapabilities.newBuilder()
                .setBiasAsIs(capabilities.biases().contains(Bias.AS_IS))
                .setDebounce(capabilities.debounce());
        for (var direction : sorted(Direction.class, capabilities.directions())) {
            message.addDirections(
                    switch (direction) {
                        case INPUT -> org.edgepin.gpio.grpc.v1.Direction.DIRECTION_INPUT;
                        case OUTPUT -> org.edgepin.gpio.grpc.v1.Direction.DIRECTION_OUTPUT;
                    });
        }
        for (var bias : sorted(Bias.class, capabilities.biases())) {
            if (bias != Bias.AS_IS) {
                message.addBiases(bias(bias));
            }
        }
        for (var drive : sorted(Drive.class, capabilities.drives())) {
            message.addDrives(drive(drive));
        }
        for (var edge : sorted(Edge.class, capabilities.edges())) {
            message.addEdges(edge(edge));
        }
        return message.build();
    }

    private static <E extends Enum<E>> Set<E> sorted(Class<E> type, Set<E> values) {
        var sorted = EnumSet.noneOf(type);
        sorted.addAll(values);
        return sorted;
    }

    private static org.edgepin.gpio.grpc.v1.PinSettings settings(PinSettings settings) {
        var message = org.edgepin.gpio.grpc.v1.PinSettings.newBuilder();
        if (settings instanceof PinSettings.Input input) {
            var use = org.edgepin.gpio.grpc.v1.PinSettings.Input.newBuilder().setBias(bias(input.bias()));
            for (var edge : sorted(Edge.class, input.edges())) {
                use.addEdges(edge(edge));
            }
            if (!input.debounce().isZero()) {
                use.setDebounce(duration(input.debounce()));
            }
            message.setInput(use);
        } else if (settings instanceof PinSettings.Output output) {
            message.setOutput(org.edgepin.gpio.grpc.v1.PinSettings.Output.newBuilder()
                    .setBias(bias(output.bias()))
                    .setDrive(drive(output.drive())));
        }
        return message.build();
    }

    static Event event(EdgeEvent edge) {
        return Event.newBuilder()
                .setEdge(PinEdge.newBuilder()
                        .setPin(edge.pin().toString())
                        .setEdge(edge(edge.edge()))
                        .setTime(time(edge.time()))
                        .setSequence(edge.sequence())
                        .setMonotonicNs(edge.nanoTime()))
                .build();
    }

    static Event event(GapEvent gap) {
        return gap(
                gap.pin(),
                gap.first(),
                gap.count(),
                switch (gap.place()) {
                    case HARDWARE -> Gap.Place.PLACE_HARDWARE;
                    case BOARD -> Gap.Place.PLACE_BOARD;
                    case LISTENER -> Gap.Place.PLACE_LISTENER;
                },
                gap.time(),
                Optional.empty());
    }

    static Event gap(PinId pin, long first, long count, Gap.Place place, Instant time, Optional<Level> level) {
        var gap = Gap.newBuilder()
                .setPin(pin.toString())
                .setFirstSequence(first)
                .setCount(count)
                .setPlace(place)
                .setTime(time(time));
        level.ifPresent(after -> gap.setLevel(level(after)));
        return Event.newBuilder().setGap(gap).build();
    }

    /** Reads settings; what is wrong with them fails as a bad field. */
    static PinSettings settings(org.edgepin.gpio.grpc.v1.PinSettings message) {
        switch (message.getUseCase()) {
            case INPUT -> {
                var input = message.getInput();
                var edges = EnumSet.noneOf(Edge.class);
                for (var edge : input.getEdgesList()) {
                    edges.add(
                            switch (edge) {
                                case EDGE_RISING -> Edge.RISING;
                                case EDGE_FALLING -> Edge.FALLING;
                                default -> throw unknown("settings.input.edges", "EDGE_RISING, EDGE_FALLING");
                            });
                }
                var bias = bias(input.getBias(), "settings.input.bias");
                try {
                    var debounce = input.getDebounce();
                    return new PinSettings.Input(
                            bias, edges, java.time.Duration.ofSeconds(debounce.getSeconds(), debounce.getNanos()));
                } catch (IllegalArgumentException | ArithmeticException e) {
                    throw Problems.badField(
                            "settings.input.debounce", "must be whole microseconds from 0 to 10 seconds");
                }
            }
            case OUTPUT -> {
                var output = message.getOutput();
                var drive =
                        switch (output.getDrive()) {
                            case DRIVE_UNSPECIFIED, DRIVE_PUSH_PULL -> Drive.PUSH_PULL;
                            case DRIVE_OPEN_DRAIN -> Drive.OPEN_DRAIN;
                            case DRIVE_OPEN_SOURCE -> Drive.OPEN_SOURCE;
                            default ->
                                throw unknown(
                                        "settings.output.drive",
                                        "DRIVE_PUSH_PULL, DRIVE_OPEN_DRAIN, DRIVE_OPEN_SOURCE");
                        };
                var initial =
                        switch (output.getInitialLevel()) {
                            case LEVEL_UNSPECIFIED -> Optional.<Level>empty();
                            default -> Optional.of(level(output.getInitialLevel(), "settings.output.initial_level"));
                        };
                return new PinSettings.Output(bias(output.getBias(), "settings.output.bias"), drive, initial);
            }
            default -> {
                return PinSettings.UNUSED;
            }
        }
    }

    static Level level(org.edgepin.gpio.grpc.v1.Level level, String field) {
        return switch (level) {
            case LEVEL_LOW -> Level.LOW;
            case LEVEL_HIGH -> Level.HIGH;
            default -> throw unknown(field, "LEVEL_LOW, LEVEL_HIGH");
        };
    }

    static PinId pin(String text, String field) {
        return PinId.parse(text)
                .orElseThrow(() -> Problems.badField(field, "'" + text + "' is not a pin, such as main/17"));
    }

    static org.edgepin.gpio.grpc.v1.Level level(Level level) {
        return switch (level) {
            case LOW -> org.edgepin.gpio.grpc.v1.Level.LEVEL_LOW;
            case HIGH -> org.edgepin.gpio.grpc.v1.Level.LEVEL_HIGH;
        };
    }

    private static RuntimeException unknown(String field, String known) {
        return Problems.badField(field, "must be one of " + known);
    }

    private static Bias bias(org.edgepin.gpio.grpc.v1.Bias bias, String field) {
        return switch (bias) {
            case BIAS_UNSPECIFIED -> Bias.AS_IS;
            case BIAS_DISABLED -> Bias.DISABLED;
            case BIAS_PULL_UP -> Bias.PULL_UP;
            case BIAS_PULL_DOWN -> Bias.PULL_DOWN;
            default -> throw unknown(field, "BIAS_DISABLED, BIAS_PULL_UP, BIAS_PULL_DOWN");
        };
    }

    private static org.edgepin.gpio.grpc.v1.Bias bias(Bias bias) {
        return switch (bias) {
            case AS_IS -> org.edgepin.gpio.grpc.v1.Bias.BIAS_UNSPECIFIED;
            case DISABLED -> org.edgepin.gpio.grpc.v1.Bias.BIAS_DISABLED;
            case PULL_UP -> org.edgepin.gpio.grpc.v1.Bias.BIAS_PULL_UP;
            case PULL_DOWN -> org.edgepin.gpio.grpc.v1.Bias.BIAS_PULL_DOWN;
        };
    }

    private static org.edgepin.gpio.grpc.v1.Drive drive(Drive drive) {
        return switch (drive) {
            case PUSH_PULL -> org.edgepin.gpio.grpc.v1.Drive.DRIVE_PUSH_PULL;
            case OPEN_DRAIN -> org.edgepin.gpio.grpc.v1.Drive.DRIVE_OPEN_DRAIN;
            case OPEN_SOURCE -> org.edgepin.gpio.grpc.v1.Drive.DRIVE_OPEN_SOURCE;
        };
    }

    private static org.edgepin.gpio.grpc.v1.Edge edge(Edge edge) {
        return switch (edge) {
            case RISING -> org.edgepin.gpio.grpc.v1.Edge.EDGE_RISING;
            case FALLING -> org.edgepin.gpio.grpc.v1.Edge.EDGE_FALLING;
        };
    }

    private static Timestamp time(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    private static Duration duration(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }
}
