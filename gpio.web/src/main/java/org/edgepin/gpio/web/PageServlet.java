// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.web;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * The dashboard at {@code /gpio}. It needs no login: it is the same for everybody, and shows nothing
 * before the REST API has been asked.
 *
 * <p>It stands in the context that gpio.http has at {@code /gpio}. What has a longer address there, such
 * as the REST API, goes first.
 */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect("(osgi.http.whiteboard.context.name=edgepin)")
@HttpWhiteboardServletName("edgepin-dashboard")
@HttpWhiteboardServletPattern("/*")
public final class PageServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private static final Map<String, String> SECURITY = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Referrer-Policy",
            "no-referrer",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY");

    private final transient Page page;

    @Activate
    public PageServlet(BundleContext bundle) throws IOException {
        this(Page.of(bundle.getBundle()));
    }

    PageServlet(Page page) {
        this.page = page;
    }

    /** What is not here may be a part of the gateway that is being replaced: gpio.http says which answer is right. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SECURITY.forEach(response::setHeader);
        var asset = page.find(Objects.requireNonNullElse(request.getPathInfo(), ""));
        if (asset.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else {
            send(request, response, asset.get());
        }
    }

    private static void send(HttpServletRequest request, HttpServletResponse response, Asset asset) throws IOException {
        response.setHeader("ETag", asset.tag());
        response.setHeader("Cache-Control", asset.caching());
        var known = request.getHeader("If-None-Match");
        if (known != null && asset.isAmong(known)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(asset.type());
        response.setContentLength(asset.size());
        if (!request.getMethod().equals("HEAD")) {
            asset.writeTo(response.getOutputStream());
        }
    }
}
