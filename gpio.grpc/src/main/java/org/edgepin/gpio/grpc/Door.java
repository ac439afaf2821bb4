// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.Login;
import org.edgepin.gpio.LoginRefusedException;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.live.LivePins;
import org.edgepin.gpio.live.Present;

/**
 * Lets those in who may, with what they may. The services that decide go and come back while the server
 * runs: as long as one of them is not there, each call fails with {@link Problems#replaced()}.
 */
record Door(Present<GpioAccess> access, Present<Login> login) {

    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";

    /** Returns the pins as the visitor may use them, for as long as wanted. A password takes its time. */
    Gpio enter(Visitor visitor) {
        return pins(caller(visitor));
    }

    /** Returns the pins as somebody may use them. */
    Gpio pins(Caller caller) {
        return new LivePins(access, caller, Duration.ZERO, Problems::replaced);
    }

    /** Returns whether calls can be answered. */
    boolean isOpen() {
        return access.get().isPresent() && login.get().isPresent();
    }

    private Caller caller(Visitor visitor) {
        var gate = login.get().orElseThrow(Problems::replaced);
        try {
            if (visitor.authorization().isEmpty()) {
                return (visitor.forwarded() ? Optional.<Caller>empty() : gate.anonymous(visitor.peer()))
                        .orElseThrow(() -> refused(visitor, Problems.loginMissing(), "no login"));
            }
            var authorization = visitor.authorization().get();
            var scheme = authorization.toLowerCase(Locale.ROOT);
            if (scheme.startsWith(BASIC)) {
                var userAndPassword =
                        userAndPassword(authorization.substring(BASIC.length()).strip());
                var colon = userAndPassword.indexOf(':');
                if (colon > 0) {
                    return gate.password(
                            visitor.peer(), userAndPassword.substring(0, colon), userAndPassword.substring(colon + 1));
                }
            } else if (scheme.startsWith(BEARER)) {
                return gate.token(
                        visitor.peer(), authorization.substring(BEARER.length()).strip());
            }
            throw refused(visitor, Problems.loginMissing(), "the metadata authorization is neither Basic nor Bearer");
        } catch (LoginRefusedException e) {
            throw Problems.of(e);
        }
    }

    /** A refused login leaves its line by itself. */
    private StatusRuntimeException refused(Visitor visitor, StatusRuntimeException problem, String reason) {
        access.get()
                .orElseThrow(Problems::replaced)
                .refused(
                        new Caller("anonymous", visitor.peer().toString(), Role.VIEWER),
                        "grpc " + visitor.method(),
                        reason);
        return problem;
    }

    private static String userAndPassword(String encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded), UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
