// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.LoginRefusedException;

/** What clients are told when something cannot be done, with details as in google/rpc/error_details.proto. */
final class Problems {

    static final String DOMAIN = "edgepin.org";

    /** A board that is away is tried again after a second, then less and less often. */
    private static final long AWAY_SECONDS = 1;

    private Problems() {}

    /** @param subject {@code pin} or {@code board}, and which one */
    static StatusRuntimeException of(GpioException problem, Map<String, String> subject) {
        var message = String.valueOf(problem.getMessage());
        return switch (problem.kind()) {
            case NO_SUCH_PIN -> problem(Code.NOT_FOUND, "PIN_NOT_FOUND", message, subject);
            case NOT_CONFIGURED -> problem(Code.FAILED_PRECONDITION, "PIN_NOT_CONFIGURED", message, subject);
            case NOT_CAPABLE -> problem(Code.FAILED_PRECONDITION, "PIN_NOT_CAPABLE", message, subject);
            case BUSY -> problem(Code.FAILED_PRECONDITION, "LINE_BUSY", message, subject);
            case AWAY -> problem(Code.UNAVAILABLE, "BOARD_AWAY", message, subject, retry(AWAY_SECONDS));
            case HARDWARE -> problem(Code.UNAVAILABLE, "HARDWARE_FAILED", message, subject, retry(AWAY_SECONDS));
            case DENIED -> problem(Code.PERMISSION_DENIED, "ROLE_TOO_LOW", message, subject);
        };
    }

    static StatusRuntimeException of(LoginRefusedException refusal) {
        var message = String.valueOf(refusal.getMessage());
        return refusal.retryAfter()
                .map(wait -> problem(
                        Code.RESOURCE_EXHAUSTED,
                        "TOO_MANY_FAILED_LOGINS",
                        message,
                        Map.of(),
                        retry(Math.max(1, wait.toSeconds()))))
                .orElseGet(() -> problem(Code.UNAUTHENTICATED, "LOGIN_WRONG", message, Map.of()));
    }

    static StatusRuntimeException loginMissing() {
        return problem(
                Code.UNAUTHENTICATED,
                "LOGIN_MISSING",
                "a login is needed, as the metadata authorization: Basic or Bearer",
                Map.of());
    }

    /** @param field as in the request's message: {@code levels[2].pin} */
    static StatusRuntimeException badField(String field, String reason) {
        return problem(
                Code.INVALID_ARGUMENT,
                "BAD_FIELD",
                field + ": " + reason,
                Map.of("field", field),
                BadRequest.newBuilder()
                        .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                                .setField(field)
                                .setDescription(reason))
                        .build());
    }

    static StatusRuntimeException noSuchBoard(String board) {
        return problem(Code.NOT_FOUND, "BOARD_NOT_FOUND", board + ": no such board", Map.of("board", board));
    }

    static StatusRuntimeException tooMuchWaits() {
        return problem(
                Code.RESOURCE_EXHAUSTED,
                "TOO_MANY_CALLS",
                "more than " + Lanes.WAITING + " calls wait for this board",
                Map.of(),
                retry(1));
    }

    /** For what the log has a stack trace of. */
    static StatusRuntimeException defect() {
        return problem(Code.INTERNAL, "DEFECT", "a defect; the gateway's log has it", Map.of());
    }

    static StatusRuntimeException stopping() {
        return problem(Code.UNAVAILABLE, "STOPPING", "the gRPC server stops; try again", Map.of(), retry(1));
    }

    /** For the second that an update of the bundle behind the boards or the logins takes. */
    static StatusRuntimeException replaced() {
        return problem(
                Code.UNAVAILABLE,
                "BEING_UPDATED",
                "a part of the gateway is being updated; try again",
                Map.of(),
                retry(1));
    }

    static StatusRuntimeException problem(
            Code code, String reason, String message, Map<String, String> subject, Message... more) {
        var status = com.google.rpc.Status.newBuilder()
                .setCode(code.value())
                .setMessage(message)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(reason)
                        .setDomain(DOMAIN)
                        .putAllMetadata(subject)
                        .build()));
        for (var detail : more) {
            status.addDetails(Any.pack(detail));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private static RetryInfo retry(long seconds) {
        return RetryInfo.newBuilder()
                .setRetryDelay(Duration.newBuilder().setSeconds(seconds))
                .build();
    }
}
