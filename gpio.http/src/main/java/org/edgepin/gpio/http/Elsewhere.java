// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.http;

import java.io.IOException;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.edgepin.gpio.problem.Problem;
import org.osgi.service.component.annotations.Component;

/** Answers outside {@code /gpio}: from the top to the dashboard, and else that there is nothing. */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.pattern=/*",
            "osgi.http.whiteboard.servlet.name=edgepin-elsewhere",
            "service.ranking:Integer=-1000"
        })
public final class Elsewhere extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var method = request.getMethod();
        if ("/".equals(request.getRequestURI()) && ("GET".equals(method) || "HEAD".equals(method))) {
            request.setAttribute(Problem.ANSWERED, true);
            response.setStatus(HttpServletResponse.SC_FOUND);
            response.setHeader("Location", "/gpio/");
            return;
        }
        Problem.ofStatus(HttpServletResponse.SC_NOT_FOUND, method, Answer.path(request))
                .send(request, response);
    }
}
