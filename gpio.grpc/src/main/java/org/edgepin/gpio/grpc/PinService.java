// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.edgepin.gpio.BoardAwayException;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.grpc.v1.BatchReadPinsRequest;
import org.edgepin.gpio.grpc.v1.BatchReadPinsResponse;
import org.edgepin.gpio.grpc.v1.BatchWritePinsRequest;
import org.edgepin.gpio.grpc.v1.BatchWritePinsResponse;
import org.edgepin.gpio.grpc.v1.ConfigurePinRequest;
import org.edgepin.gpio.grpc.v1.ConfigurePinResponse;
import org.edgepin.gpio.grpc.v1.GetPinRequest;
import org.edgepin.gpio.grpc.v1.GetPinResponse;
import org.edgepin.gpio.grpc.v1.GpioServiceGrpc;
import org.edgepin.gpio.grpc.v1.ListBoardsRequest;
import org.edgepin.gpio.grpc.v1.ListBoardsResponse;
import org.edgepin.gpio.grpc.v1.ListPinsRequest;
import org.edgepin.gpio.grpc.v1.ListPinsResponse;
import org.edgepin.gpio.grpc.v1.PinLevel;
import org.edgepin.gpio.grpc.v1.ReadPinRequest;
import org.edgepin.gpio.grpc.v1.ReadPinResponse;
import org.edgepin.gpio.grpc.v1.WatchPinsRequest;
import org.edgepin.gpio.grpc.v1.WatchPinsResponse;
import org.edgepin.gpio.grpc.v1.WritePinRequest;
import org.edgepin.gpio.grpc.v1.WritePinResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** edgepin.v1.GpioService. gRPC calls it on the thread of the network, which must not wait: all is done in {@link Lanes}. */
final class PinService extends GpioServiceGrpc.GpioServiceImplBase {

    private static final Logger LOG = LoggerFactory.getLogger(PinService.class);

    private static final int MOST_PINS = 1_000;
    private static final String TOKEN = "[0-9a-f]{1,16}-[0-9]{1,18}";

    private final Door door;
    private final Lanes lanes;
    private final History history;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    /**
     * What a request asks for.
     *
     * @param lane the board, or the boards, that it needs
     * @param subject what an error is about
     */
    private record Job<A>(String lane, Map<String, String> subject, Task<A> task) {}

    /** What is done with the pins, as the client may use them. */
    private interface Task<A> {
        A run(Gpio gpio) throws GpioException;
    }

    PinService(Door door, Lanes lanes, History history) {
        this.door = door;
        this.lanes = lanes;
        this.history = history;
    }

    @Override
    public void listBoards(ListBoardsRequest request, StreamObserver<ListBoardsResponse> reply) {
        serve(
                reply,
                () -> new Job<>("", Map.of(), gpio -> ListBoardsResponse.newBuilder()
                        .addAllBoards(
                                gpio.boards().stream().map(Messages::board).toList())
                        .build()));
    }

    @Override
    public void listPins(ListPinsRequest request, StreamObserver<ListPinsResponse> reply) {
        var board = request.getBoard();
        serve(
                reply,
                () -> board.isEmpty()
                        ? new Job<>("*", Map.of(), PinService::allPins)
                        : new Job<>(board, Map.of("board", board), gpio -> pins(gpio, board)));
    }

    @Override
    public void getPin(GetPinRequest request, StreamObserver<GetPinResponse> reply) {
        onePin(reply, request.getPin(), (gpio, pin) -> GetPinResponse.newBuilder()
                .setPin(Messages.pin(gpio.state(pin)))
                .build());
    }

    @Override
    public void readPin(ReadPinRequest request, StreamObserver<ReadPinResponse> reply) {
        onePin(reply, request.getPin(), (gpio, pin) -> ReadPinResponse.newBuilder()
                .setLevel(Messages.level(gpio.read(pin)))
                .build());
    }

    @Override
    public void writePin(WritePinRequest request, StreamObserver<WritePinResponse> reply) {
        onePin(reply, request.getPin(), (gpio, pin) -> {
            gpio.write(pin, Messages.level(request.getLevel(), "level"));
            return WritePinResponse.getDefaultInstance();
        });
    }

    @Override
    public void batchReadPins(BatchReadPinsRequest request, StreamObserver<BatchReadPinsResponse> reply) {
        serve(reply, () -> {
            var pins = new TreeSet<PinId>();
            requireSome("pins", request.getPinsCount());
            for (var i = 0; i < request.getPinsCount(); i++) {
                pins.add(Messages.pin(request.getPins(i), "pins[" + i + "]"));
            }
            return new Job<>(lane(pins), Map.of(), gpio -> {
                var levels = BatchReadPinsResponse.newBuilder();
                gpio.read(pins)
                        .forEach((pin, level) -> levels.addLevels(
                                PinLevel.newBuilder().setPin(pin.toString()).setLevel(Messages.level(level))));
                return levels.build();
            });
        });
    }

    @Override
    public void batchWritePins(BatchWritePinsRequest request, StreamObserver<BatchWritePinsResponse> reply) {
        serve(reply, () -> {
            var levels = new TreeMap<PinId, Level>();
            requireSome("levels", request.getLevelsCount());
            for (var i = 0; i < request.getLevelsCount(); i++) {
                var field = "levels[" + i + "]";
                var pin = Messages.pin(request.getLevels(i).getPin(), field + ".pin");
                if (levels.put(pin, Messages.level(request.getLevels(i).getLevel(), field + ".level")) != null) {
                    throw Problems.badField(field + ".pin", pin + " is there twice");
                }
            }
            return new Job<>(lane(levels.keySet()), Map.of(), gpio -> {
                gpio.write(levels);
                return BatchWritePinsResponse.getDefaultInstance();
            });
        });
    }

    @Override
    public void configurePin(ConfigurePinRequest request, StreamObserver<ConfigurePinResponse> reply) {
        onePin(reply, request.getPin(), (gpio, pin) -> {
            gpio.configure(pin, Messages.settings(request.getSettings()));
            return ConfigurePinResponse.newBuilder()
                    .setPin(Messages.pin(gpio.state(pin)))
                    .build();
        });
    }

    @Override
    public void watchPins(WatchPinsRequest request, StreamObserver<WatchPinsResponse> observer) {
        var client = (ServerCallStreamObserver<WatchPinsResponse>) observer;
        Selection selection;
        try {
            selection = Selection.of(request.getPinsList());
            if (!request.getResumeToken().isEmpty() && !request.getResumeToken().matches(TOKEN)) {
                throw Problems.badField("resume_token", "must be the resume_token of an answer");
            }
        } catch (StatusRuntimeException e) {
            client.onError(e);
            return;
        }
        var watch = new Watch(client, lanes, history, selection);
        var visitor = Visitor.current();
        watches.removeIf(Watch::hasEnded);
        watches.add(watch);
        submit(client, loginLane(visitor), () -> {
            try {
                watch.start(door.enter(visitor), request.getResumeToken());
            } catch (StatusRuntimeException e) {
                watch.fail(e);
            }
        });
    }

    /** Ends all that clients watch, as the server stops. */
    void end() {
        watches.forEach(Watch::end);
    }

    private interface PinTask<A> {
        A run(Gpio gpio, PinId pin) throws GpioException;
    }

    private <A> void onePin(StreamObserver<A> reply, String text, PinTask<A> task) {
        serve(reply, () -> {
            var pin = Messages.pin(text, "pin");
            return new Job<>(pin.board(), Map.of("pin", pin.toString()), gpio -> task.run(gpio, pin));
        });
    }

    private <A> void serve(StreamObserver<A> observer, Supplier<Job<A>> request) {
        var reply = (ServerCallStreamObserver<A>) observer;
        reply.setOnCancelHandler(() -> {});
        var visitor = Visitor.current();
        submit(reply, loginLane(visitor), () -> {
            var gpio = door.enter(visitor);
            var job = request.get();
            submit(reply, job.lane(), () -> {
                try {
                    reply.onNext(job.task().run(gpio));
                    reply.onCompleted();
                } catch (GpioException e) {
                    reply.onError(Problems.of(e, job.subject()));
                }
            });
        });
    }

    /** Nothing is begun for a client that has gone or whose deadline is over. */
    private void submit(ServerCallStreamObserver<?> reply, String lane, Runnable task) {
        var submitted = lanes.submit(lane, () -> {
            if (reply.isCancelled()) {
                return;
            }
            try {
                task.run();
            } catch (StatusRuntimeException e) {
                reply.onError(e);
            } catch (RuntimeException e) {
                reply.onError(Problems.defect());
                throw e;
            }
        });
        if (!submitted) {
            reply.onError(Problems.tooMuchWaits());
        }
    }

    /** A slash cannot be in a board's name. */
    private static String loginLane(Visitor visitor) {
        return "login/" + visitor.peer().address().getHostAddress();
    }

    private static String lane(Set<PinId> pins) {
        return pins.stream().map(PinId::board).distinct().sorted().collect(Collectors.joining("/"));
    }

    private static void requireSome(String field, int count) {
        if (count < 1 || count > MOST_PINS) {
            throw Problems.badField(field, "must be 1 to " + MOST_PINS + ", not " + count);
        }
    }

    private static ListPinsResponse pins(Gpio gpio, String board) throws GpioException {
        var status = gpio.boards().stream()
                .filter(it -> it.name().equals(board))
                .findFirst()
                .orElseThrow(() -> Problems.noSuchBoard(board));
        if (status.state() != BoardStatus.State.UP) {
            throw new BoardAwayException(board, status.problem().orElse(""));
        }
        var pins = ListPinsResponse.newBuilder();
        for (var pin : gpio.pins()) {
            if (pin.id().board().equals(board)) {
                pins.addPins(Messages.pin(gpio.state(pin.id())));
            }
        }
        return pins.build();
    }

    /** A board that leaves while it is looked at is left out. */
    private static ListPinsResponse allPins(Gpio gpio) throws GpioException {
        var pins = ListPinsResponse.newBuilder();
        for (var pin : List.copyOf(gpio.pins())) {
            try {
                pins.addPins(Messages.pin(gpio.state(pin.id())));
            } catch (BoardAwayException e) {
                LOG.debug("a board has left while it was looked at", e);
            }
        }
        return pins.build();
    }
}
