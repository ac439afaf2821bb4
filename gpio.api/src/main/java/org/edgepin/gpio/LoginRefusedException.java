// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.time.Duration;
import java.util.Optional;

/**
 * A login was refused. The message is for whoever tried: it does not tell whether the user exists, the
 * password was wrong, or the user has no role here.
 */
public final class LoginRefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Optional<Duration> retryAfter;

    private LoginRefusedException(String message, Optional<Duration> retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** Nobody has this password or token. */
    public static LoginRefusedException wrong() {
        return new LoginRefusedException("the login is not right", Optional.empty());
    }

    /**
     * There were too many failures; even the right password is not looked at before the wait is over.
     *
     * @param retryAfter how long to wait, more than nothing
     */
    public static LoginRefusedException tooMany(Duration retryAfter) {
        return new LoginRefusedException(
                "too many failed logins; try again in " + Math.max(1, retryAfter.toSeconds()) + " s",
                Optional.of(retryAfter));
    }

    /** Returns how long to wait; empty if the login was just wrong. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
