// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.IntSupplier;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.core.Response;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.GpioConfiguration;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.problem.Problem;

/** What the resources have in common: on whose behalf they act, bodies, and tags. Thread-safe. */
final class Office {

    private static final int TAG_BYTES = 12;

    private final GpioAccess access;
    private final GpioConfiguration configuration;
    private final IntSupplier maxBodyBytes;
    private final Object changing = new Object();

    Office(GpioAccess access, GpioConfiguration configuration, IntSupplier maxBodyBytes) {
        this.access = access;
        this.configuration = configuration;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** The entrance lets nobody in without a caller. */
    static Caller caller(HttpServletRequest request) {
        if (request.getAttribute(Caller.class.getName()) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("a request without a caller");
    }

    Gpio gpio(HttpServletRequest request) {
        return access.as(caller(request));
    }

    GpioConfiguration configuration() {
        return configuration;
    }

    /** Returns what the configuration says of an output; of others nobody asks. */
    PinSettings planned(PinState state) throws GpioException {
        return state.settings() instanceof PinSettings.Output
                ? configuration.planned(state.pin().id())
                : PinSettings.UNUSED;
    }

    JsonNode shown(PinState state) throws GpioException {
        return Json.pin(state, planned(state));
    }

    /** Something to do under the audit. */
    interface Change {

        Response run() throws Exception;
    }

    /** Makes one change at a time, so that what {@code If-Match} was compared with is what is changed. */
    Response change(HttpServletRequest request, Role role, String deed, Change change) throws Exception {
        return access.perform(caller(request), role, deed, () -> {
            synchronized (changing) {
                return change.run();
            }
        });
    }

    /** Reads a body, as far as it is not too large. */
    byte[] body(HttpServletRequest request, InputStream stream) throws ProblemException, IOException {
        var most = maxBodyBytes.getAsInt();
        if (request.getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        var body = stream.readNBytes(most + 1);
        if (body.length > most) {
            throw tooLarge(most);
        }
        return body;
    }

    private static ProblemException tooLarge(int most) {
        return new ProblemException(new Problem(
                Problem.Type.TOO_LARGE,
                "the body is over the limit",
                Optional.empty(),
                Optional.of("at most " + most + " bytes")));
    }

    static Response json(JsonNode node) {
        return Response.ok(Json.bytes(node), "application/json").build();
    }

    static Response tagged(JsonNode node) {
        return Response.ok(Json.bytes(node), "application/json")
                .header("ETag", tag(node))
                .build();
    }

    private static String tag(JsonNode node) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(Json.bytes(node));
            return '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Refuses a change of what is not any more what the client has seen. */
    static void match(HttpServletRequest request, JsonNode current) throws ProblemException {
        var header = request.getHeader("If-Match");
        if (header == null || header.strip().equals("*")) {
            return;
        }
        var tag = tag(current);
        if (Arrays.stream(header.split(",", -1)).map(String::strip).noneMatch(tag::equals)) {
            throw new ProblemException(new Problem(
                    Problem.Type.PRECONDITION_FAILED,
                    "it is not what it was; look at it again",
                    Optional.of("If-Match"),
                    Optional.of(tag)));
        }
    }
}
