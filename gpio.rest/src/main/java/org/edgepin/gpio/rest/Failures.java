// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Request;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.UriInfo;
import javax.ws.rs.ext.ExceptionMapper;
import org.edgepin.gpio.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Answers with a problem, whatever a request has met. */
final class Failures implements ExceptionMapper<Throwable> {

    private final Bodies bodies = new Bodies(Gateway.class, Pins.class);

    @Context
    private @Nullable UriInfo uri;

    @Context
    private @Nullable Request request;

    @Override
    public Response toResponse(Throwable failure) {
        var method = request == null ? "" : request.getMethod();
        var path = uri == null ? "" : "/gpio/api/" + uri.getPath(false);
        var problem = Problems.of(failure, method, path);
        if (problem.type() == Problem.Type.UNSUPPORTED_MEDIA_TYPE && uri != null) {
            problem = bodies.wrong(method, uri.getPath(false));
        }
        var answer = Problems.response(problem);
        if (failure instanceof WebApplicationException web) {
            var allowed = web.getResponse().getHeaderString("Allow");
            if (allowed != null) {
                return Response.fromResponse(answer).header("Allow", allowed).build();
            }
        }
        return answer;
    }
}
