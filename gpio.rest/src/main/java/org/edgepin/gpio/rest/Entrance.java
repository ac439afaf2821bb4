// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rest;

import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.PreMatching;
import javax.ws.rs.core.Context;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Lets nobody in whom the door has not let in, and nobody who asks for one thing and means another. */
@PreMatching
final class Entrance implements ContainerRequestFilter {

    /** CXF would take these for the method, the body's type and the answer's type. */
    private static final List<String> DISGUISES = List.of("_method", "_ctype", "_type");

    private static final String OVERRIDE = "X-HTTP-Method-Override";

    @Context
    private @Nullable HttpServletRequest servletRequest;

    @Override
    public void filter(ContainerRequestContext request) {
        if (servletRequest == null || servletRequest.getAttribute(Caller.class.getName()) == null) {
            request.abortWith(Problems.response(
                    new Problem(Problem.Type.UNAVAILABLE, "the gateway cannot tell now who may do what; try again")));
            return;
        }
        servletRequest.setAttribute(Problem.ANSWERED, true);
        if (request.getHeaderString(OVERRIDE) != null) {
            request.abortWith(Problems.response(Problem.invalid(OVERRIDE, "not understood", "no such header")));
        }
        var query = servletRequest.getQueryString();
        if (query != null) {
            for (var disguise : DISGUISES) {
                if (query.contains(disguise)) {
                    request.abortWith(
                            Problems.response(Problem.invalid(disguise, "no such parameter", "no such parameter")));
                    return;
                }
            }
        }
    }
}
