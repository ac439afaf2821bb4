// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import org.edgepin.gpio.AccessDeniedException;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Role;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit log: a line for each thing that somebody did, or tried to. docs/security.md describes its
 * form; the logging configuration gives the logger a file of its own. Thread-safe.
 */
final class Audit {

    /** Its own name, not that of a class: it is configured, and it is API. */
    private static final Logger LOG = LoggerFactory.getLogger("org.edgepin.audit");

    /** Nobody needs more to recognise a name; the pins of a large board written together fit into the other. */
    private static final int NAME_LENGTH = 200;

    private static final int TEXT_LENGTH = 4_000;

    /**
     * Does something if the caller's role includes the one needed, and leaves a line.
     *
     * @param deed what is done, and to what
     */
    <T extends @Nullable Object, E extends Exception> T carryOut(
            Caller caller, Role needed, String deed, GpioAccess.Task<T, E> task) throws AccessDeniedException, E {
        if (!caller.role().includes(needed)) {
            var denied = new AccessDeniedException(caller, needed, deed);
            notDone(caller, deed, denied);
            throw denied;
        }
        T result;
        try {
            result = task.run();
        } catch (Throwable e) {
            notDone(caller, deed, e);
            throw e;
        }
        if (LOG.isInfoEnabled()) {
            LOG.info(line(caller, caller.role(), deed, "done", null));
        }
        return result;
    }

    /** An endpoint has refused it; whether the caller is who it says and has a role is not sure. */
    void refused(Caller caller, String deed, String reason) {
        LOG.warn(line(caller, null, deed, "refused", reason));
    }

    /** Failed means that it was tried and may have been done in part. */
    private void notDone(Caller caller, String deed, Throwable problem) {
        var tried = !(problem instanceof GpioException e)
                || switch (e.kind()) {
                    case DENIED, NO_SUCH_PIN, NOT_CONFIGURED, NOT_CAPABLE -> false;
                    case BUSY, AWAY, HARDWARE -> true;
                };
        var result = tried ? "failed" : "refused";
        LOG.warn(line(caller, caller.role(), deed, result, String.valueOf(problem.getMessage())));
    }

    private static String line(
            Caller caller, @Nullable Role role, String deed, String result, @Nullable String reason) {
        var line = new StringBuilder(160);
        line.append("who=");
        quote(line, caller.name(), NAME_LENGTH);
        if (role != null) {
            line.append(" role=").append(role);
        }
        line.append(" from=");
        quote(line, caller.origin(), NAME_LENGTH);
        line.append(" what=");
        quote(line, deed, TEXT_LENGTH);
        line.append(" result=").append(result);
        if (reason != null) {
            line.append(" reason=");
            quote(line, reason, TEXT_LENGTH);
        }
        return line.toString();
    }

    /**
     * Names come from outside: whatever is no letter, digit or plain punctuation is written as its code,
     * so that nobody ends the line, the quotes, or turns the direction of the text.
     */
    private static void quote(StringBuilder line, String text, int length) {
        line.append('"');
        var end = Math.min(text.length(), length);
        for (var i = 0; i < end; i++) {
            var c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if ((c >= ' ' && c <= '~') || (c > '~' && Character.isLetterOrDigit(c))) {
                line.append(c);
            } else {
                line.append("\\u");
                for (var shift = 12; shift >= 0; shift -= 4) {
                    line.append(Character.forDigit(c >> shift & 0xF, 16));
                }
            }
        }
        line.append(end < text.length() ? "...\"" : "\"");
    }
}
