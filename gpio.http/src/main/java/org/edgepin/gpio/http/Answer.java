// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.http;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpServletResponseWrapper;
import org.edgepin.gpio.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Puts a {@link Problem} in the place of the container's own error pages. */
final class Answer extends HttpServletResponseWrapper {

    /** What is shown of a path that somebody has made up. */
    private static final int MAX_SHOWN = 200;

    private final HttpServletRequest request;
    private boolean replaced;

    Answer(HttpServletRequest request, HttpServletResponse response) {
        super(response);
        this.request = request;
    }

    static String path(HttpServletRequest request) {
        var path = request.getRequestURI();
        return path.length() > MAX_SHOWN ? path.substring(0, MAX_SHOWN) + "..." : path;
    }

    /** The message is the container's and of no use to a client. */
    @Override
    public void sendError(int status, @Nullable String message) throws IOException {
        sendError(status);
    }

    @Override
    public void sendError(int status) throws IOException {
        var response = (HttpServletResponse) getResponse();
        // a servlet that has just been taken away: nothing else finds nothing at these addresses
        var gone = (status == SC_NOT_FOUND || status >= SC_INTERNAL_SERVER_ERROR) && Door.isUnseen(request);
        Problem.ofStatus(gone ? SC_SERVICE_UNAVAILABLE : status, request.getMethod(), path(request))
                .send(request, response);
    }

    /**
     * What is behind the door has no page of its own at protected addresses: this one is of CXF, which
     * says in HTML that no service was found, while the service is being replaced.
     */
    @Override
    public void setContentType(@Nullable String type) {
        if (type == null
                || !type.startsWith("text/html")
                || getStatus() < SC_BAD_REQUEST
                || !Door.isProtected(request)) {
            super.setContentType(type);
            return;
        }
        try {
            sendError(getStatus());
            replaced = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        return replaced ? new PrintWriter(Writer.nullWriter()) : super.getWriter();
    }
}
