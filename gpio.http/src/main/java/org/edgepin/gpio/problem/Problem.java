// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.problem;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * What a client is told when its request is not carried out, as RFC 9457 has it.
 *
 * @param type which problem it is, and with which status
 * @param detail what could not be done, to what, and why
 * @param field the key, parameter or header that is wrong; empty if it is none
 * @param expected what would be right; empty if there is nothing to say
 */
public record Problem(Type type, String detail, Optional<String> field, Optional<String> expected) {

    /** The media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * The attribute of a request whose answer a part of the gateway has taken upon itself. Where it is
     * missing, a 404 means that this part is not there.
     */
    public static final String ANSWERED = "org.edgepin.gpio.answered";

    /** What a client is told to wait, in seconds, when a part is being replaced or a board is away. */
    public static final int RETRY_SECONDS = 1;

    /** The kinds of problems; their names are public. */
    public enum Type {
        MALFORMED(400, "Not understood"),
        INVALID(400, "Invalid value"),
        UNAUTHENTICATED(401, "Who are you?"),
        FORBIDDEN(403, "Not allowed"),
        CROSS_SITE(403, "From another site"),
        NOT_FOUND(404, "Nothing here"),
        NO_SUCH_BOARD(404, "No such board"),
        NO_SUCH_PIN(404, "No such pin"),
        METHOD_NOT_ALLOWED(405, "Not this method"),
        NOT_ACCEPTABLE(406, "No such type of answer"),
        NOT_CAPABLE(409, "The pin cannot do that"),
        NOT_CONFIGURED(409, "The pin is not in use"),
        BUSY(409, "The line is in use by another program"),
        REFUSED(409, "The board refuses the configuration"),
        PRECONDITION_FAILED(412, "Changed in the meantime"),
        TOO_LARGE(413, "Too large"),
        UNSUPPORTED_MEDIA_TYPE(415, "Not this type of body"),
        TOO_MANY_REQUESTS(429, "Too many failed logins"),
        DEFECT(500, "A defect of the gateway"),
        BOARD_AWAY(503, "The board is away"),
        HARDWARE(503, "The hardware does not answer"),
        UNAVAILABLE(503, "Not available now");

        private final int status;
        private final String title;

        Type(int status, String title) {
            this.status = status;
            this.title = title;
        }

        /** Returns the status of the answer. */
        public int status() {
            return status;
        }

        /** Returns what it is called in answers, {@code urn:edgepin:problem:no-such-pin}. */
        public String urn() {
            return "urn:edgepin:problem:"
                    + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** A problem that is about no single field. */
    public Problem(Type type, String detail) {
        this(type, detail, Optional.empty(), Optional.empty());
    }

    /** Something that is wrong at one place. */
    public static Problem invalid(String field, String wrong, String expected) {
        return new Problem(Type.INVALID, field + ": " + wrong, Optional.of(field), Optional.of(expected));
    }

    /** What the container says when nobody answers. */
    public static Problem ofStatus(int status, String method, String path) {
        return switch (status) {
            case 401 -> new Problem(Type.UNAUTHENTICATED, "a login is needed");
            case 403 -> new Problem(Type.FORBIDDEN, "not allowed");
            case 404 -> new Problem(Type.NOT_FOUND, "there is nothing at " + path);
            case 405 -> new Problem(Type.METHOD_NOT_ALLOWED, "no " + method + " at " + path);
            case 406 -> new Problem(Type.NOT_ACCEPTABLE, "there is no such type of answer at " + path);
            case 413 -> new Problem(Type.TOO_LARGE, "the body is too large");
            case 415 -> new Problem(Type.UNSUPPORTED_MEDIA_TYPE, "the body is of another type than is understood");
            case 503 -> new Problem(Type.UNAVAILABLE, "not available now; try again");
            default ->
                status >= 500
                        ? new Problem(Type.DEFECT, "a defect of the gateway; its log says more")
                        : new Problem(Type.MALFORMED, "the request is not understood");
        };
    }

    /** Returns the JSON text. */
    public String json() {
        var json = new StringBuilder("{\"type\":")
                .append(quoted(type.urn()))
                .append(",\"title\":")
                .append(quoted(type.title))
                .append(",\"status\":")
                .append(type.status)
                .append(",\"detail\":")
                .append(quoted(detail));
        field.ifPresent(it -> json.append(",\"field\":").append(quoted(it)));
        expected.ifPresent(it -> json.append(",\"expected\":").append(quoted(it)));
        return json.append("}\n").toString();
    }

    /** Whether the client should try again, after {@link #RETRY_SECONDS}. */
    public boolean passes() {
        return type.status == 503;
    }

    /** Answers with this problem. */
    public void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setAttribute(ANSWERED, true);
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(type.status);
        response.setContentType(MEDIA_TYPE);
        response.setHeader("Cache-Control", "no-store");
        if (passes()) {
            response.setIntHeader("Retry-After", RETRY_SECONDS);
        }
        var bytes = json().getBytes(UTF_8);
        response.setContentLength(bytes.length);
        if (!"HEAD".equals(request.getMethod())) {
            response.getOutputStream().write(bytes);
        }
    }

    /** What comes from outside may hold anything, also half of a character. */
    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.chars().forEach(it -> {
            if (it == '"' || it == '\\') {
                quoted.append('\\').append((char) it);
            } else if (it < ' ' || it == 0x7f || Character.isSurrogate((char) it)) {
                quoted.append(String.format("\\u%04x", it));
            } else {
                quoted.append((char) it);
            }
        });
        return quoted.append('"').toString();
    }
}
