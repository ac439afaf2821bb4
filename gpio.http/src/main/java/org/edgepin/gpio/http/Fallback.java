// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.http;

import java.io.IOException;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.edgepin.gpio.problem.Problem;
import org.osgi.service.component.annotations.Component;

/** Answers in place of REST and metrics while they are not there: being replaced, as a rule. */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.pattern=/api/*",
            "osgi.http.whiteboard.servlet.pattern=/metrics",
            "osgi.http.whiteboard.servlet.name=edgepin-fallback",
            "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=" + GatewayContext.NAME + ")",
            "service.ranking:Integer=-1000"
        })
public final class Fallback extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        new Problem(Problem.Type.UNAVAILABLE, "this part of the gateway is not there now; try again")
                .send(request, response);
    }
}
