// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.grpc.gl20.GPIO;
import org.edgepin.gpio.grpc.gl20.serviceGL20Grpc;

/**
 * The service of the GL20's Python software, as its clients know it: replies have the result and
 * nothing else, and what cannot be driven is not an error. Where the old server hung or failed with a
 * text of Python's, this one gives a status that says what is wrong.
 */
final class Gl20Service {

    static final String NAME = serviceGL20Grpc.SERVICE_NAME;

    private static final int PINS = 8;
    private static final int FIRST_OUTPUT = 6;
    private static final int OUTPUTS = PINS - FIRST_OUTPUT;
    private static final String MODEL = "GL20";

    /** A twin serves where no real one does. */
    private static final Comparator<BoardStatus> BEST_FIRST =
            Comparator.comparing(BoardStatus::simulated).thenComparing(BoardStatus::name);

    private final Settings settings;
    private final Door door;
    private final Lanes lanes;

    /** One of the methods, with the pins of a board. */
    private interface Method {
        GPIO call(Gpio gpio, String board, GPIO request) throws GpioException;
    }

    Gl20Service(Settings settings, Door door, Lanes lanes) {
        this.settings = settings;
        this.door = door;
        this.lanes = lanes;
    }

    /** What gRPC's generated class would make, but that it tells what the old server told of an undecodable request. */
    ServerServiceDefinition definition() {
        var methods = new TreeMap<String, Method>(Map.of(
                "digitalRead", Gl20Service::digitalRead,
                "digitalReadAll", Gl20Service::digitalReadAll,
                "digitalWrite", Gl20Service::digitalWrite,
                "digitalWriteAll", Gl20Service::digitalWriteAll,
                "digitalWriteToggle", Gl20Service::digitalWriteToggle,
                "digitalWriteToggleAll", Gl20Service::digitalWriteToggleAll));
        var generated = serviceGL20Grpc.getServiceDescriptor();
        var service = ServiceDescriptor.newBuilder(NAME).setSchemaDescriptor(generated.getSchemaDescriptor());
        var descriptors = new TreeMap<String, MethodDescriptor<Optional<GPIO>, GPIO>>();
        for (var method : generated.getMethods()) {
            var descriptor = MethodDescriptor.newBuilder(
                            new Lenient(), ProtoUtils.marshaller(GPIO.getDefaultInstance()))
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName(method.getFullMethodName())
                    .setSchemaDescriptor(method.getSchemaDescriptor())
                    .build();
            service.addMethod(descriptor);
            descriptors.put(String.valueOf(descriptor.getBareMethodName()), descriptor);
        }
        var definition = ServerServiceDefinition.builder(service.build());
        descriptors.forEach((name, descriptor) -> {
            var method = methods.get(name);
            if (method != null) {
                definition.addMethod(
                        descriptor, ServerCalls.asyncUnaryCall((request, reply) -> serve(method, request, reply)));
            }
        });
        return definition.build();
    }

    /** Returns the board whose pins are served; empty if there is none now. */
    Optional<String> board(Iterable<BoardStatus> boards) {
        var best = Optional.<BoardStatus>empty();
        for (var board : boards) {
            var fits = settings.board().isEmpty()
                    ? board.model().contains(MODEL)
                    : board.name().equals(settings.board());
            if (fits && best.filter(it -> BEST_FIRST.compare(it, board) <= 0).isEmpty()) {
                best = Optional.of(board);
            }
        }
        return best.map(BoardStatus::name);
    }

    private void serve(Method method, Optional<GPIO> request, StreamObserver<GPIO> observer) {
        var reply = (ServerCallStreamObserver<GPIO>) observer;
        reply.setOnCancelHandler(() -> {});
        if (request.isEmpty()) {
            reply.onError(Status.INTERNAL
                    .withDescription("Exception deserializing request!")
                    .asRuntimeException());
            return;
        }
        var gpio = door.pins(
                new Caller(settings.toString(), Visitor.current().peer().toString(), settings.gl20Role()));
        try {
            var board = settings.board().isEmpty() ? board(gpio.boards()) : Optional.of(settings.board());
            if (board.isEmpty()) {
                reply.onError(unavailable("there is no GL20 here, and " + settings + " names no board"));
            } else if (!lanes.submit(board.get(), () -> serve(method, gpio, board.get(), request.get(), reply))) {
                reply.onError(Problems.tooMuchWaits());
            }
        } catch (StatusRuntimeException e) {
            reply.onError(e);
        }
    }

    private static void serve(
            Method method, Gpio gpio, String board, GPIO request, ServerCallStreamObserver<GPIO> reply) {
        if (reply.isCancelled()) {
            return;
        }
        try {
            reply.onNext(method.call(gpio, board, request));
            reply.onCompleted();
        } catch (GpioException e) {
            reply.onError(Problems.of(e, Map.of("board", board)));
        } catch (StatusRuntimeException e) {
            reply.onError(e);
        } catch (RuntimeException e) {
            reply.onError(Problems.defect());
            throw e;
        }
    }

    private static GPIO digitalRead(Gpio gpio, String board, GPIO request) throws GpioException {
        return GPIO.newBuilder()
                .setLevel(gpio.read(pin(board, request)) == Level.HIGH)
                .build();
    }

    private static GPIO digitalReadAll(Gpio gpio, String board, GPIO request) throws GpioException {
        var pins = new TreeSet<PinId>();
        for (var number = 0; number < PINS; number++) {
            pins.add(new PinId(board, number));
        }
        var value = 0;
        for (var level : gpio.read(pins).entrySet()) {
            if (level.getValue() == Level.HIGH) {
                value |= mask(level.getKey());
            }
        }
        return GPIO.newBuilder().setValue(value).build();
    }

    /** An input keeps its level, and that is no error; but like the old server, this one looks at the board. */
    private static GPIO digitalWrite(Gpio gpio, String board, GPIO request) throws GpioException {
        var pin = pin(board, request);
        if (pin.number() < FIRST_OUTPUT) {
            gpio.read(pin);
        } else {
            gpio.write(pin, level(request.getLevel()));
        }
        return GPIO.getDefaultInstance();
    }

    private static GPIO digitalWriteAll(Gpio gpio, String board, GPIO request) throws GpioException {
        var value = request.getValue();
        if (value < 0 || value >= 1 << OUTPUTS) {
            throw invalid("value = " + value + ": must be 0 to 3, bit 1 for PIN6 and bit 0 for PIN7");
        }
        var levels = new TreeMap<PinId, Level>();
        for (var number = FIRST_OUTPUT; number < PINS; number++) {
            var pin = new PinId(board, number);
            levels.put(pin, level((value & mask(pin)) != 0));
        }
        gpio.write(levels);
        return GPIO.getDefaultInstance();
    }

    private static GPIO digitalWriteToggle(Gpio gpio, String board, GPIO request) throws GpioException {
        if (request.getPINx() >= FIRST_OUTPUT && request.getPINx() < PINS) {
            toggle(gpio, Set.of(new PinId(board, request.getPINx())));
        }
        return GPIO.getDefaultInstance();
    }

    private static GPIO digitalWriteToggleAll(Gpio gpio, String board, GPIO request) throws GpioException {
        toggle(gpio, Set.of(new PinId(board, FIRST_OUTPUT), new PinId(board, FIRST_OUTPUT + 1)));
        return GPIO.getDefaultInstance();
    }

    /** From the level that is driven: an output that is held low from outside does not turn the other one. */
    private static void toggle(Gpio gpio, Set<PinId> pins) throws GpioException {
        var levels = new TreeMap<PinId, Level>();
        for (var pin : pins) {
            var driven = gpio.state(pin).driven();
            if (driven.isEmpty()) {
                throw new PinCapabilityException(pin, "not an output");
            }
            levels.put(pin, driven.get().inverse());
        }
        gpio.write(levels);
    }

    private static PinId pin(String board, GPIO request) {
        if (request.getPINx() < 0 || request.getPINx() >= PINS) {
            throw invalid("PINx = " + request.getPINx() + ": must be 0 to 7");
        }
        return new PinId(board, request.getPINx());
    }

    /** The chip counts its bits from the other end. */
    private static int mask(PinId pin) {
        return 1 << (PINS - 1 - pin.number());
    }

    private static Level level(boolean high) {
        return high ? Level.HIGH : Level.LOW;
    }

    private static StatusRuntimeException invalid(String problem) {
        return Status.INVALID_ARGUMENT.withDescription(problem).asRuntimeException();
    }

    private static StatusRuntimeException unavailable(String problem) {
        return Status.UNAVAILABLE.withDescription(problem).asRuntimeException();
    }

    /** Leaves it to the method to say that a request is none. */
    private static final class Lenient implements MethodDescriptor.Marshaller<Optional<GPIO>> {

        private final MethodDescriptor.Marshaller<GPIO> messages = ProtoUtils.marshaller(GPIO.getDefaultInstance());

        @Override
        public InputStream stream(Optional<GPIO> request) {
            return messages.stream(request.orElseThrow());
        }

        @Override
        public Optional<GPIO> parse(InputStream stream) {
            try {
                return Optional.of(GPIO.parseFrom(stream));
            } catch (InvalidProtocolBufferException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
