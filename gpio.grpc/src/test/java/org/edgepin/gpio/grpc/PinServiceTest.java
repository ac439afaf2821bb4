// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.GpioHardwareException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.LineBusyException;
import org.edgepin.gpio.PinNotConfiguredException;
import org.edgepin.gpio.grpc.v1.BatchReadPinsRequest;
import org.edgepin.gpio.grpc.v1.BatchWritePinsRequest;
import org.edgepin.gpio.grpc.v1.Bias;
import org.edgepin.gpio.grpc.v1.Board;
import org.edgepin.gpio.grpc.v1.ConfigurePinRequest;
import org.edgepin.gpio.grpc.v1.Edge;
import org.edgepin.gpio.grpc.v1.GetPinRequest;
import org.edgepin.gpio.grpc.v1.GpioServiceGrpc;
import org.edgepin.gpio.grpc.v1.GpioServiceGrpc.GpioServiceBlockingStub;
import org.edgepin.gpio.grpc.v1.ListBoardsRequest;
import org.edgepin.gpio.grpc.v1.ListPinsRequest;
import org.edgepin.gpio.grpc.v1.PinLevel;
import org.edgepin.gpio.grpc.v1.PinSettings;
import org.edgepin.gpio.grpc.v1.ReadPinRequest;
import org.edgepin.gpio.grpc.v1.WritePinRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** edgepin.v1.GpioService but for its events, over a real connection. */
class PinServiceTest {

    private static final org.edgepin.gpio.grpc.v1.Level LOW = org.edgepin.gpio.grpc.v1.Level.LEVEL_LOW;
    private static final org.edgepin.gpio.grpc.v1.Level HIGH = org.edgepin.gpio.grpc.v1.Level.LEVEL_HIGH;

    private final FakeGpio gpio = FakeGpio.gl20();
    private final TestServer server = TestServer.start(gpio);

    @AfterEach
    void stop() {
        server.close();
    }

    private static GpioServiceBlockingStub stub(Channel channel) {
        return GpioServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private GpioServiceBlockingStub as(String role) {
        return stub(server.as(role));
    }

    private interface Call {
        Object run();
    }

    private static com.google.rpc.Status refusal(Call call) {
        try {
            throw new AssertionError("not refused: " + call.run());
        } catch (StatusRuntimeException e) {
            var status = StatusProto.fromThrowable(e);
            if (status == null) {
                throw new AssertionError("no details", e);
            }
            return status;
        }
    }

    /** The code, the reason in the ErrorInfo and the message. */
    private static String summary(com.google.rpc.Status status) {
        var info = detail(status, ErrorInfo.class);
        assertThat(info.getDomain()).isEqualTo("edgepin.org");
        return io.grpc.Status.fromCodeValue(status.getCode()).getCode() + " " + info.getReason() + " "
                + status.getMessage();
    }

    private static <T extends com.google.protobuf.Message> T detail(com.google.rpc.Status status, Class<T> type) {
        try {
            for (var detail : status.getDetailsList()) {
                if (detail.is(type)) {
                    return detail.unpack(type);
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("no " + type + " in " + status);
    }

    private static ReadPinRequest read(String pin) {
        return ReadPinRequest.newBuilder().setPin(pin).build();
    }

    private static WritePinRequest write(String pin, org.edgepin.gpio.grpc.v1.Level level) {
        return WritePinRequest.newBuilder().setPin(pin).setLevel(level).build();
    }

    private static PinLevel level(String pin, org.edgepin.gpio.grpc.v1.Level level) {
        return PinLevel.newBuilder().setPin(pin).setLevel(level).build();
    }

    @Test
    void listsBoardsAlsoThoseThatAreAway() {
        gpio.with("other", "Some board", false).state("other", BoardStatus.State.AWAY);

        var boards =
                as("viewer").listBoards(ListBoardsRequest.getDefaultInstance()).getBoardsList();

        assertThat(boards).extracting(Board::getName).containsExactly("gl20", "other");
        assertThat(boards.get(0).getSimulated()).isTrue();
        assertThat(boards.get(0).getState()).isEqualTo(Board.State.STATE_UP);
        assertThat(boards.get(1).getState()).isEqualTo(Board.State.STATE_AWAY);
        assertThat(boards.get(1).getProblem()).isEqualTo("unplugged");
    }

    @Test
    void listsPinsOfOneBoardOrOfAll() {
        gpio.with("other", "Some board", false);
        var viewer = as("viewer");

        assertThat(viewer.listPins(ListPinsRequest.getDefaultInstance()).getPinsList())
                .hasSize(16);
        assertThat(viewer.listPins(ListPinsRequest.newBuilder().setBoard("gl20").build())
                        .getPinsList())
                .hasSize(8)
                .allMatch(pin -> pin.getPin().startsWith("gl20/"));

        gpio.state("other", BoardStatus.State.AWAY);
        assertThat(viewer.listPins(ListPinsRequest.getDefaultInstance()).getPinsList())
                .hasSize(8);
        assertThat(summary(refusal(() -> viewer.listPins(
                        ListPinsRequest.newBuilder().setBoard("other").build()))))
                .isEqualTo("UNAVAILABLE BOARD_AWAY other: board is away, unplugged");
        assertThat(summary(refusal(() -> viewer.listPins(
                        ListPinsRequest.newBuilder().setBoard("none").build()))))
                .isEqualTo("NOT_FOUND BOARD_NOT_FOUND none: no such board");
    }

    @Test
    void tellsWhatIsKnownOfAPin() {
        gpio.outside("gl20/6", Level.LOW);
        var viewer = as("viewer");

        var output = viewer.getPin(GetPinRequest.newBuilder().setPin("gl20/6").build())
                .getPin();
        assertThat(output.getLevel()).isEqualTo(LOW);
        assertThat(output.getDrivenLevel()).isEqualTo(HIGH);
        assertThat(output.getLabel()).isEqualTo("DO6");
        assertThat(output.getSettings().hasOutput()).isTrue();
        assertThat(output.hasLastEdgeTime()).isFalse();

        var input = viewer.getPin(GetPinRequest.newBuilder().setPin("gl20/0").build())
                .getPin();
        assertThat(input.getDisplayName()).isEqualTo("door");
        assertThat(input.getSettings().getInput().getBias()).isEqualTo(Bias.BIAS_PULL_UP);
        assertThat(input.getSettings().getInput().getEdgesList()).containsExactly(Edge.EDGE_RISING, Edge.EDGE_FALLING);
        assertThat(input.getDrivenLevel()).isEqualTo(org.edgepin.gpio.grpc.v1.Level.LEVEL_UNSPECIFIED);
        assertThat(input.getPollPeriod())
                .isEqualTo(Duration.newBuilder().setNanos(20_000_000).build());
        assertThat(input.getCapabilities().getDebounce()).isTrue();
    }

    @Test
    void readsAndWritesOnePinOrSome() {
        var operator = as("operator");

        operator.writePin(write("gl20/6", LOW));
        assertThat(operator.readPin(read("gl20/6")).getLevel()).isEqualTo(LOW);

        operator.batchWritePins(BatchWritePinsRequest.newBuilder()
                .addLevels(level("gl20/6", HIGH))
                .addLevels(level("gl20/7", LOW))
                .build());
        assertThat(operator.batchReadPins(BatchReadPinsRequest.newBuilder()
                                .addPins("gl20/7")
                                .addPins("gl20/6")
                                .addPins("gl20/0")
                                .build())
                        .getLevelsList())
                .containsExactly(level("gl20/0", HIGH), level("gl20/6", HIGH), level("gl20/7", LOW));
        assertThat(gpio.audit).hasSize(2).allMatch(line -> line.startsWith("operator from grpc 127.0.0.1: write"));
    }

    @Test
    void ofSomeWritesAllAreCarriedOutOrNone() {
        var operator = as("operator");

        assertThat(summary(refusal(() -> operator.batchWritePins(BatchWritePinsRequest.newBuilder()
                        .addLevels(level("gl20/6", LOW))
                        .addLevels(level("gl20/0", LOW))
                        .build()))))
                .isEqualTo("FAILED_PRECONDITION PIN_NOT_CAPABLE gl20/0: not an output");
        assertThat(gpio.driven("gl20/6")).isEqualTo(Level.HIGH);
    }

    @Test
    void configuresAPinAndTellsWhatItIsNow() {
        var settings = PinSettings.newBuilder()
                .setInput(PinSettings.Input.newBuilder()
                        .setBias(Bias.BIAS_PULL_UP)
                        .addEdges(Edge.EDGE_FALLING)
                        .setDebounce(Duration.newBuilder().setNanos(5_000_000)))
                .build();

        var changed = as("admin")
                .configurePin(ConfigurePinRequest.newBuilder()
                        .setPin("gl20/0")
                        .setSettings(settings)
                        .build())
                .getPin();

        assertThat(changed.getSettings()).isEqualTo(settings);
        assertThat(summary(refusal(() -> as("admin")
                        .configurePin(ConfigurePinRequest.newBuilder()
                                .setPin("gl20/0")
                                .setSettings(
                                        PinSettings.newBuilder().setOutput(PinSettings.Output.getDefaultInstance()))
                                .build()))))
                .isEqualTo("FAILED_PRECONDITION PIN_NOT_CAPABLE gl20/0: cannot be an output");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1_000_000_000, 999, 11_000_000})
    void refusesADebounceThatIsNone(int value) {
        var debounce = value == 11_000_000
                ? Duration.newBuilder().setSeconds(11)
                : Duration.newBuilder()
                        .setNanos(value == 1_000_000_000 ? 0 : value)
                        .setSeconds(value == 1_000_000_000 ? Long.MAX_VALUE : 0);
        var refusal = refusal(() -> as("admin")
                .configurePin(ConfigurePinRequest.newBuilder()
                        .setPin("gl20/0")
                        .setSettings(PinSettings.newBuilder()
                                .setInput(PinSettings.Input.newBuilder()
                                        .setBias(Bias.BIAS_PULL_UP)
                                        .setDebounce(debounce)))
                        .build()));

        assertThat(summary(refusal))
                .isEqualTo("INVALID_ARGUMENT BAD_FIELD settings.input.debounce: "
                        + "must be whole microseconds from 0 to 10 seconds");
        assertThat(detail(refusal, BadRequest.class).getFieldViolations(0).getField())
                .isEqualTo("settings.input.debounce");
    }

    @ParameterizedTest
    @CsvSource({
        "'', pin: '' is not a pin",
        "gl20, pin: 'gl20' is not a pin",
        "gl20/x, pin: 'gl20/x' is not a pin",
        "../6, pin: '../6' is not a pin",
        "gl20/06, pin: 'gl20/06' is not a pin"
    })
    void refusesWhatIsNoPinName(String pin, String start) {
        assertThat(summary(refusal(() -> as("viewer").readPin(read(pin)))))
                .isEqualTo("INVALID_ARGUMENT BAD_FIELD " + start + ", such as main/17");
    }

    @Test
    void refusesALevelThatIsNoneAndAPinThatIsThereTwiceAndNoPinsAtAll() {
        var operator = as("operator");

        assertThat(summary(refusal(
                        () -> operator.writePin(write("gl20/6", org.edgepin.gpio.grpc.v1.Level.LEVEL_UNSPECIFIED)))))
                .isEqualTo("INVALID_ARGUMENT BAD_FIELD level: must be one of LEVEL_LOW, LEVEL_HIGH");
        assertThat(summary(refusal(() -> operator.writePin(WritePinRequest.newBuilder()
                        .setPin("gl20/6")
                        .setLevelValue(9)
                        .build()))))
                .isEqualTo("INVALID_ARGUMENT BAD_FIELD level: must be one of LEVEL_LOW, LEVEL_HIGH");
        assertThat(summary(refusal(() -> operator.batchWritePins(BatchWritePinsRequest.newBuilder()
                        .addLevels(level("gl20/6", LOW))
                        .addLevels(level("gl20/6", LOW))
                        .build()))))
                .isEqualTo("INVALID_ARGUMENT BAD_FIELD levels[1].pin: gl20/6 is there twice");
        assertThat(summary(refusal(() -> operator.batchReadPins(BatchReadPinsRequest.getDefaultInstance()))))
                .isEqualTo("INVALID_ARGUMENT BAD_FIELD pins: must be 1 to 1000, not 0");
        assertThat(gpio.audit).isEmpty();
    }

    @Test
    void eachFailureHasItsCodeItsReasonAndItsPin() {
        var operator = as("operator");
        assertThat(summary(refusal(() -> operator.readPin(read("gl20/99")))))
                .isEqualTo("NOT_FOUND PIN_NOT_FOUND gl20/99: no such pin");
        assertThat(detail(refusal(() -> operator.readPin(read("gl20/99"))), ErrorInfo.class)
                        .getMetadataMap())
                .containsEntry("pin", "gl20/99");

        gpio.failure(new PinNotConfiguredException(FakeGpio.id("gl20/6")));
        assertThat(summary(refusal(() -> operator.readPin(read("gl20/6")))))
                .isEqualTo("FAILED_PRECONDITION PIN_NOT_CONFIGURED gl20/6: not configured");
        gpio.failure(new LineBusyException(FakeGpio.id("gl20/6"), "gpioset"));
        assertThat(summary(refusal(() -> operator.writePin(write("gl20/6", LOW)))))
                .isEqualTo("FAILED_PRECONDITION LINE_BUSY gl20/6: held by 'gpioset'");
        gpio.failure(new GpioHardwareException("cannot write gl20/6", new IOException("no acknowledge")));
        var hardware = refusal(() -> operator.writePin(write("gl20/6", LOW)));
        assertThat(summary(hardware)).isEqualTo("UNAVAILABLE HARDWARE_FAILED cannot write gl20/6: no acknowledge");
        assertThat(detail(hardware, RetryInfo.class).getRetryDelay().getSeconds())
                .isEqualTo(1);
        gpio.failure(null);
        operator.writePin(write("gl20/6", LOW));
    }

    @Test
    void whileAPartOfTheGatewayIsUpdatedACallIsToBeTriedAgain() {
        server.coreGoes();
        var refusal = refusal(() -> as("viewer").readPin(read("gl20/6")));

        assertThat(summary(refusal))
                .isEqualTo("UNAVAILABLE BEING_UPDATED a part of the gateway is being updated; try again");
        assertThat(detail(refusal, RetryInfo.class).getRetryDelay().getSeconds())
                .isEqualTo(1);
        assertThat(refusal(() -> as("viewer").listBoards(ListBoardsRequest.getDefaultInstance()))
                        .getCode())
                .isEqualTo(io.grpc.Status.Code.UNAVAILABLE.value());
    }

    @Test
    void aRoleMayDoWhatItMayAndLeavesItsTrace() {
        assertThat(summary(refusal(() -> as("viewer").writePin(write("gl20/6", LOW)))))
                .startsWith("PERMISSION_DENIED ROLE_TOO_LOW cannot write");
        assertThat(summary(refusal(() -> as("operator")
                        .configurePin(ConfigurePinRequest.newBuilder()
                                .setPin("gl20/0")
                                .build()))))
                .startsWith("PERMISSION_DENIED ROLE_TOO_LOW cannot configure");

        assertThat(gpio.driven("gl20/6")).isEqualTo(Level.HIGH);
        assertThat(gpio.audit).hasSize(2).allMatch(line -> line.endsWith("denied"));
    }

    @Test
    void withoutALoginNobodyIsLetInUnlessTheGatewaySaysSo() {
        var nobody = stub(server.channel());
        assertThat(summary(refusal(() -> nobody.readPin(read("gl20/6"))))).startsWith("UNAUTHENTICATED LOGIN_MISSING");
        assertThat(gpio.audit)
                .containsExactly(
                        "anonymous from grpc 127.0.0.1: grpc edgepin.v1.GpioService/ReadPin refused, no login");

        server.login.anonymousMayLook = true;
        assertThat(nobody.readPin(read("gl20/6")).getLevel()).isEqualTo(HIGH);
        assertThat(summary(refusal(() -> nobody.writePin(write("gl20/6", LOW)))))
                .startsWith("PERMISSION_DENIED ROLE_TOO_LOW");
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer viewer, no refusal",
        "bEARER viewer, no refusal",
        "Basic dmlld2VyOnZpZXdlcg==, no refusal",
        "Basic dmlld2VyOndyb25n, UNAUTHENTICATED LOGIN_WRONG",
        "Bearer nobody, UNAUTHENTICATED LOGIN_WRONG",
        "Basic !!!, UNAUTHENTICATED LOGIN_MISSING",
        "Basic, UNAUTHENTICATED LOGIN_MISSING",
        "Digest username=viewer, UNAUTHENTICATED LOGIN_MISSING",
    })
    void aLoginIsBasicOrBearer(String authorization, String answer) {
        var stub = stub(TestServer.with(server.channel(), authorization));
        if (answer.equals("no refusal")) {
            assertThat(stub.readPin(read("gl20/6")).getLevel()).isEqualTo(HIGH);
        } else {
            assertThat(summary(refusal(() -> stub.readPin(read("gl20/6"))))).startsWith(answer);
        }
    }

    @Test
    void whoeverFailsTooOftenIsToldHowLongToWait() {
        server.login.tooMany = true;

        var refusal = refusal(() -> as("viewer").readPin(read("gl20/6")));

        assertThat(summary(refusal)).startsWith("RESOURCE_EXHAUSTED TOO_MANY_FAILED_LOGINS");
        assertThat(detail(refusal, RetryInfo.class).getRetryDelay().getSeconds())
                .isEqualTo(7);
    }

    @Test
    void aWriteWhoseDeadlineIsOverBeforeItsTurnIsNotCarriedOut() throws Exception {
        var gate = gpio.hang("gl20");
        var operator = server.as("operator");
        var first = GpioServiceGrpc.newFutureStub(operator).readPin(read("gl20/6"));
        gpio.awaitHanging("gl20");

        assertThatThrownBy(() -> GpioServiceGrpc.newBlockingStub(operator)
                        .withDeadlineAfter(100, TimeUnit.MILLISECONDS)
                        .writePin(write("gl20/6", LOW)))
                .hasMessageStartingWith("DEADLINE_EXCEEDED");
        var cancelled = GpioServiceGrpc.newFutureStub(operator).writePin(write("gl20/7", LOW));
        cancelled.cancel(true);
        // comes after both ends on the connection
        stub(operator).listBoards(ListBoardsRequest.getDefaultInstance());

        gate.countDown();
        assertThat(first.get(1, TimeUnit.MINUTES).getLevel()).isEqualTo(HIGH);
        // comes after them in the lane of the board
        assertThat(stub(operator).readPin(read("gl20/7")).getLevel()).isEqualTo(HIGH);
        assertThat(gpio.audit).isEmpty();
    }
}
