// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.http;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.Login;
import org.edgepin.gpio.LoginRefusedException;
import org.edgepin.gpio.Peer;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every request to the gateway comes through here. Whoever may pass is the attribute {@link Caller} of
 * the request; REST and metrics refuse requests without one, so that nothing is open while this filter
 * is not there.
 *
 * <p>Its references are dynamic as it must stand while the bundles behind it are replaced.
 */
@Component(
        service = Filter.class,
        property = {
            "osgi.http.whiteboard.filter.pattern=/*",
            "osgi.http.whiteboard.filter.name=edgepin-door",
            "osgi.http.whiteboard.filter.asyncSupported:Boolean=true",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=*)",
            "service.ranking:Integer=1000"
        })
public final class Door implements Filter {

    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    /** The page needs nothing but itself; only it may show itself in a frame, and only it may be asked for data. */
    private static final String POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'; img-src 'self' data:";

    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final AtomicReference<@Nullable Login> login = new AtomicReference<>();
    private final AtomicReference<@Nullable GpioAccess> access = new AtomicReference<>();
    private final AtomicBoolean objected = new AtomicBoolean();

    /** Why a request may not pass. */
    private static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1;

        private final transient Problem problem;
        private final transient Optional<Long> retryAfter;

        RefusedException(Problem problem, Optional<Long> retryAfter) {
            super(problem.detail());
            this.problem = problem;
            this.retryAfter = retryAfter;
        }

        RefusedException(Problem.Type type, String detail) {
            this(new Problem(type, detail), Optional.empty());
        }
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void bindLogin(Login present) {
        login.set(present);
    }

    void unbindLogin(Login gone) {
        login.compareAndSet(gone, null);
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void bindAccess(GpioAccess present) {
        access.set(present);
    }

    void unbindAccess(GpioAccess gone) {
        access.compareAndSet(gone, null);
    }

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void destroy() {}

    @Override
    public void doFilter(ServletRequest anyRequest, ServletResponse anyResponse, FilterChain chain)
            throws IOException, ServletException {
        if (!(anyRequest instanceof HttpServletRequest request)
                || !(anyResponse instanceof HttpServletResponse response)) {
            throw new ServletException("only for HTTP");
        }
        var answer = new Answer(request, response);
        answer.setHeader("Content-Security-Policy", POLICY);
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("X-Frame-Options", "DENY");
        answer.setHeader("Referrer-Policy", "no-referrer");
        answer.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        try {
            if (isBroken(request.getQueryString())) {
                throw new RefusedException(Problem.Type.MALFORMED, "the URL has a % without two digits behind it");
            }
            refuseOpenLines(request);
            if (isProtected(request)) {
                answer.setHeader("Cache-Control", "no-store");
                request.setAttribute(Caller.class.getName(), admit(request));
            }
            chain.doFilter(request, answer);
        } catch (RefusedException e) {
            refuse(request, answer, e);
        } catch (ServletException | RuntimeException | LinkageError e) {
            defect(request, answer, e);
        }
    }

    /** What is behind the door would take it for a defect of its own. */
    private static boolean isBroken(@Nullable String query) {
        return query != null && BROKEN_ESCAPE.matcher(query).find();
    }

    /** Whether only those may pass who are known: what is not a page. */
    static boolean isProtected(HttpServletRequest request) {
        var path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        return "/gpio".equals(request.getContextPath())
                && (path.equals("/api") || path.startsWith("/api/") || path.startsWith("/metrics"));
    }

    /** Whether no part of the gateway has seen the request, though one answers at its address when it is there. */
    static boolean isUnseen(HttpServletRequest request) {
        return isProtected(request) && request.getAttribute(Problem.ANSWERED) == null;
    }

    /** The page too: into one that came over an open line nobody should type a password. */
    private void refuseOpenLines(HttpServletRequest request) throws IOException, RefusedException {
        var here = InetAddress.getByName(request.getLocalAddr());
        if (here.isLoopbackAddress()) {
            return;
        }
        var logins = login.get();
        if (logins == null) {
            throw new RefusedException(
                    Problem.Type.UNAVAILABLE, "the gateway cannot tell now who may come in; try again");
        }
        var objection = logins.objection(here, request.isSecure());
        if (objection.isPresent()) {
            if (objected.compareAndSet(false, true)) {
                LOG.warn("HTTP at {} is refused: {}", request.getLocalAddr(), objection.get());
            }
            throw new RefusedException(Problem.Type.FORBIDDEN, objection.get());
        }
    }

    private Caller admit(HttpServletRequest request) throws IOException, RefusedException {
        var logins = login.get();
        var gpio = access.get();
        if (logins == null || gpio == null) {
            throw new RefusedException(
                    Problem.Type.UNAVAILABLE, "the gateway cannot tell now who may do what; try again");
        }
        var peer = new Peer("rest", InetAddress.getByName(request.getRemoteAddr()));
        if (isCrossSite(request)) {
            gpio.refused(
                    new Caller("anonymous", peer.toString(), Role.VIEWER),
                    request.getMethod() + " " + Answer.path(request),
                    "from another site");
            throw new RefusedException(Problem.Type.CROSS_SITE, "a page of another site may not use the gateway");
        }
        return caller(request, logins, peer);
    }

    private static Caller caller(HttpServletRequest request, Login logins, Peer peer) throws RefusedException {
        var header = request.getHeader("Authorization");
        if (header == null) {
            return Optional.of(peer)
                    .filter(it -> isDirect(request))
                    .flatMap(logins::anonymous)
                    .orElseThrow(() -> new RefusedException(Problem.Type.UNAUTHENTICATED, "a login is needed"));
        }
        var credentials = Credentials.of(header)
                .orElseThrow(() -> new RefusedException(
                        new Problem(
                                Problem.Type.UNAUTHENTICATED,
                                "Authorization is not understood",
                                Optional.of("Authorization"),
                                Optional.of("Basic or Bearer")),
                        Optional.empty()));
        try {
            var user = credentials.user();
            return user.isPresent()
                    ? logins.password(peer, user.get(), credentials.secret())
                    : logins.token(peer, credentials.secret());
        } catch (LoginRefusedException e) {
            var retryAfter = e.retryAfter().map(it -> Math.max(1, it.toSeconds()));
            throw new RefusedException(
                    new Problem(
                            retryAfter.isPresent() ? Problem.Type.TOO_MANY_REQUESTS : Problem.Type.UNAUTHENTICATED,
                            String.valueOf(e.getMessage())),
                    retryAfter);
        }
    }

    /** A browser says from where a request comes; other clients do not, and are not led astray by pages. */
    private static boolean isCrossSite(HttpServletRequest request) {
        var site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return true;
        }
        var origin = request.getHeader("Origin");
        return origin != null && !origin.equalsIgnoreCase(request.getScheme() + "://" + request.getHeader("Host"));
    }

    /**
     * Whether the request was made on this machine and is not passed on for somebody elsewhere: by a
     * proxy, or by a page whose name has been made to point to this machine.
     */
    private static boolean isDirect(HttpServletRequest request) {
        var host = request.getServerName().toLowerCase(Locale.ROOT);
        return request.getHeader("Forwarded") == null
                && request.getHeader("X-Forwarded-For") == null
                && request.getHeader("Via") == null
                && (host.equals("localhost")
                        || host.matches("127(\\.[0-9]{1,3}){3}")
                        || host.equals("::1")
                        || host.equals("[::1]"));
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse answer, RefusedException refused)
            throws IOException {
        if (refused.problem.type() == Problem.Type.UNAUTHENTICATED) {
            answer.addHeader("WWW-Authenticate", "Bearer realm=\"Edgepin\"");
            if (request.getHeader("X-Requested-With") == null) {
                // a browser would show a dialog of its own to a page that has one already
                answer.addHeader("WWW-Authenticate", "Basic realm=\"Edgepin\", charset=\"UTF-8\"");
            }
        }
        refused.retryAfter.ifPresent(it -> answer.setHeader("Retry-After", it.toString()));
        refused.problem.send(request, answer);
    }

    /** A servlet that is just being taken away fails in many ways, but before a part of ours has seen the request. */
    private static void defect(HttpServletRequest request, HttpServletResponse answer, Throwable defect)
            throws IOException {
        var method = request.getMethod();
        var path = Answer.path(request);
        if (isUnseen(request)) {
            LOG.info("{} {} did not reach its service: {}", method, path, defect.toString());
            LOG.debug("{} {} did not reach its service", method, path, defect);
            Problem.ofStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE, method, path)
                    .send(request, answer);
            return;
        }
        LOG.error("{} {} failed", method, path, defect);
        Problem.ofStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR, method, path)
                .send(request, answer);
    }
}
