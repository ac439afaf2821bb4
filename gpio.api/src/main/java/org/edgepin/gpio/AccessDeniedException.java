// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/** The caller's role does not allow it. Nothing was changed. */
public final class AccessDeniedException extends GpioException {

    private static final long serialVersionUID = 1;

    /** The name of callers who have not said who they are. */
    private static final String ANONYMOUS = "anonymous";

    private final Role needed;

    /**
     * @param needed the role that would be allowed to
     * @param deed what it was to do: {@code write main/17=1}
     */
    public AccessDeniedException(Caller caller, Role needed, String deed) {
        super(
                Kind.DENIED,
                "cannot " + deed + ": needs the role " + needed + ", and " + caller.name() + " is " + caller.role()
                        + (caller.name().equals(ANONYMOUS) ? "; log in or send a token" : ""));
        this.needed = needed;
    }

    /** Returns the role that would be allowed to. */
    public Role needed() {
        return needed;
    }
}
