// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The pins of all boards, on behalf of somebody. Whoever carries out what others ask for, an endpoint
 * above all, uses this and not {@link Gpio}.
 *
 * <p>Looking needs {@link Role#VIEWER}, {@link Gpio#write} {@link Role#OPERATOR}, {@link
 * Gpio#configure} {@link Role#ADMIN}. Each call that would change something leaves exactly one line in
 * the audit log, whether it is carried out, refused or fails: who, from where, what, result.
 */
@ProviderType
public interface GpioAccess {

    /**
     * Returns the pins as the caller may use them. A call that needs a higher role fails with {@link
     * AccessDeniedException} and changes nothing; all else is as {@link Gpio} says. What is returned is
     * cheap, can be kept, and is good for as long as this service is there.
     */
    Gpio as(Caller caller);

    /**
     * Does something that {@link Gpio} does not offer, such as to change a board's configuration, with
     * the same check and the same line in the audit log.
     *
     * @param role the role that is needed
     * @param deed what is done, and to what, for the audit log: {@code change board main}
     * @return what the task returns
     * @throws AccessDeniedException if the caller's role does not include the one needed; the task is
     *     then not begun
     */
    <T extends @Nullable Object, E extends Exception> T perform(Caller caller, Role role, String deed, Task<T, E> task)
            throws AccessDeniedException, E;

    /**
     * Leaves a line in the audit log for what an endpoint has refused before it came to a pin, such as
     * a request without a login or from another site.
     *
     * @param deed what was asked for: {@code PUT /gpio/api/pins/main/17}
     * @param reason why it was refused
     */
    void refused(Caller caller, String deed, String reason);

    /**
     * Something to do.
     *
     * @param <T> what it returns
     * @param <E> how it fails
     */
    @FunctionalInterface
    interface Task<T extends @Nullable Object, E extends Exception> {

        T run() throws E;
    }
}
