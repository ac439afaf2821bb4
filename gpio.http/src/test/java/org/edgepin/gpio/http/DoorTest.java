// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.servlet.FilterChain;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Login;
import org.edgepin.gpio.LoginRefusedException;
import org.edgepin.gpio.Peer;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.fake.FakeAccess;
import org.edgepin.gpio.problem.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoorTest {

    private static final Caller ANNA = new Caller("token:anna", "rest 127.0.0.1", Role.OPERATOR);

    private final Door door = new Door();
    private final Map<String, String> headers = new HashMap<>(Map.of("Host", "localhost:8181"));
    private final Map<String, Object> attributes = new HashMap<>();
    private final Map<String, String> answered = new HashMap<>();
    private final StringBuilder body = new StringBuilder();
    private final FakeAccess access = new FakeAccess();
    private String path = "/api/pins";
    private String local = "127.0.0.1";
    private boolean encrypted;
    private int status = 200;
    private boolean passed;

    @BeforeEach
    void bind() {
        door.bindLogin(new Logins());
        door.bindAccess(access);
    }

    private void ask() throws Exception {
        ask((request, response) -> passed = true);
    }

    private void ask(FilterChain chain) throws Exception {
        door.doFilter(
                proxy(HttpServletRequest.class, (self, method, arguments) -> switch (method.getName()) {
                    case "getContextPath" -> "/gpio";
                    case "getServletPath" -> path;
                    case "getRequestURI" -> "/gpio" + path;
                    case "getMethod" -> "PUT";
                    case "getLocalAddr" -> local;
                    case "getRemoteAddr" -> "127.0.0.1";
                    case "getServerName" -> String.valueOf(headers.get("Host")).replaceFirst(":.*", "");
                    case "getScheme" -> encrypted ? "https" : "http";
                    case "isSecure" -> encrypted;
                    case "getHeader" -> headers.get((String) arguments[0]);
                    case "getAttribute" -> attributes.get((String) arguments[0]);
                    case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                    case "getPathInfo", "getQueryString" -> null;
                    default -> throw new AssertionError(method);
                }),
                proxy(HttpServletResponse.class, (self, method, arguments) -> {
                    switch (method.getName()) {
                        case "setHeader", "addHeader" ->
                            answered.merge(
                                    (String) arguments[0], (String) arguments[1], (one, more) -> one + ", " + more);
                        case "setIntHeader" -> answered.put((String) arguments[0], arguments[1].toString());
                        case "setStatus" -> status = (Integer) arguments[0];
                        case "getStatus" -> {
                            return status;
                        }
                        case "isCommitted" -> {
                            return false;
                        }
                        case "getOutputStream" -> {
                            return new Body();
                        }
                        default -> {}
                    }
                    return null;
                }),
                chain);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Test
    void whoeverIsKnownPassesAndIsKnownBehindTheDoor() throws Exception {
        headers.put("Authorization", "Bearer anna");

        ask();

        assertThat(passed).isTrue();
        assertThat(attributes).containsEntry(Caller.class.getName(), ANNA);
    }

    @Test
    void aWrongTokenDoesNotPassAndIsToldHowToLogIn() throws Exception {
        headers.put("Authorization", "Bearer otto");

        ask();

        assertThat(passed).isFalse();
        assertThat(status).isEqualTo(401);
        assertThat(answered.get("WWW-Authenticate")).contains("Bearer", "Basic");
        assertThat(body).contains("urn:edgepin:problem:unauthenticated");
    }

    @Test
    void whoeverHasFailedTooOftenIsToldHowLongToWait() throws Exception {
        headers.put("Authorization", "Bearer impatient");

        ask();

        assertThat(status).isEqualTo(429);
        assertThat(answered).containsEntry("Retry-After", "7");
    }

    @Test
    void aServiceThatIsTakenAwayWhileItIsAskedIsNotAvailable() throws Exception {
        headers.put("Authorization", "Bearer anna");

        ask((request, response) -> {
            throw new NullPointerException("no observer");
        });

        assertThat(status).isEqualTo(503);
        assertThat(answered).containsEntry("Retry-After", "1");
        assertThat(body).contains("urn:edgepin:problem:unavailable").doesNotContain("observer");
    }

    @Test
    void aFailureOfAPartThatHasSeenTheRequestIsADefect() throws Exception {
        headers.put("Authorization", "Bearer anna");

        ask((request, response) -> {
            request.setAttribute(Problem.ANSWERED, true);
            throw new IllegalStateException("a defect");
        });

        assertThat(status).isEqualTo(500);
        assertThat(body).contains("urn:edgepin:problem:defect").doesNotContain("IllegalState");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/pins", "/metrics", "/", "/page.css"})
    void nothingIsServedOverAnOpenLine(String asked) throws Exception {
        headers.put("Authorization", "Bearer anna");
        path = asked;
        local = "192.0.2.1";

        ask();

        assertThat(passed).isFalse();
        assertThat(status).isEqualTo(403);
        assertThat(body).contains("only with TLS");
    }

    @Test
    void thePageIsServedOverTls() throws Exception {
        path = "/";
        local = "192.0.2.1";
        encrypted = true;

        ask();

        assertThat(passed).isTrue();
        assertThat(answered.get("Content-Security-Policy")).contains("frame-ancestors 'none'");
    }

    @Test
    void aPageOfAnotherSiteIsRefusedAndRecorded() throws Exception {
        headers.put("Authorization", "Bearer anna");
        headers.put("Origin", "http://elsewhere.example");

        ask();

        assertThat(passed).isFalse();
        assertThat(status).isEqualTo(403);
        assertThat(access.audit()).containsExactly("anonymous, rest 127.0.0.1, PUT /gpio/api/pins: from another site");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "Via"})
    void whoeverComesThroughAProxyNeedsALogin(String header) throws Exception {
        ask();
        assertThat(passed).isTrue();
        passed = false;
        headers.put(header, "192.0.2.7");

        ask();

        assertThat(passed).isFalse();
        assertThat(status).isEqualTo(401);
    }

    @Test
    void aNameThatSomebodyHasPointedToThisMachineNeedsALogin() throws Exception {
        headers.put("Host", "rebound.example");

        ask();

        assertThat(status).isEqualTo(401);
    }

    @Test
    void nobodyPassesWhileNobodyCanTellWhoMay() throws Exception {
        headers.put("Authorization", "Bearer anna");
        var fresh = new Logins();
        door.bindLogin(fresh);
        door.unbindLogin(fresh);

        ask();

        assertThat(passed).isFalse();
        assertThat(status).isEqualTo(503);
        assertThat(answered).containsKey("Retry-After");
    }

    @Test
    void whatIsJustBeingReplacedIsNotAPageThatSaysThatNothingIsThere() throws Exception {
        ask((request, response) -> {
            ((HttpServletResponse) response).setStatus(404);
            response.setContentType("text/html");
            response.getWriter().write("<html>No service was found.</html>");
        });

        assertThat(status).isEqualTo(503);
        assertThat(answered).containsKey("Retry-After");
        assertThat(body).contains("urn:edgepin:problem:unavailable").doesNotContain("html");
    }

    private static final class Logins implements Login {

        @Override
        public Caller password(Peer peer, String user, String password) throws LoginRefusedException {
            throw LoginRefusedException.wrong();
        }

        @Override
        public Caller token(Peer peer, String token) throws LoginRefusedException {
            if (token.equals("impatient")) {
                throw LoginRefusedException.tooMany(Duration.ofSeconds(7));
            }
            if (!token.equals("anna")) {
                throw LoginRefusedException.wrong();
            }
            return ANNA;
        }

        @Override
        public Optional<Caller> anonymous(Peer peer) {
            return Optional.of(new Caller("anonymous", peer.toString(), Role.VIEWER));
        }

        @Override
        public Optional<String> objection(InetAddress address, boolean secret) {
            return secret ? Optional.empty() : Optional.of("only with TLS");
        }
    }

    private final class Body extends ServletOutputStream {

        @Override
        public void write(int octet) {
            body.append((char) octet);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new AssertionError(listener);
        }
    }
}
