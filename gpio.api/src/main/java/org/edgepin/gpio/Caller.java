// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

/**
 * Somebody on whose behalf an endpoint acts.
 *
 * @param name who: a user's name, {@code token:NAME} for the bearer of a token, {@code anonymous}, or
 *     the endpoint's connection where its protocol knows no users, {@code mqtt main}. It may come from
 *     outside and hold any characters; the audit log takes care of them
 * @param origin from where: the endpoint and, where there is one, the address of the peer, {@code
 *     rest 127.0.0.1}, {@code mqtt main}, {@code console}
 * @param role what it may do
 */
public record Caller(String name, String origin, Role role) {

    /** Throws {@link IllegalArgumentException} if the name or the origin is empty. */
    public Caller {
        if (name.isEmpty() || origin.isEmpty()) {
            throw new IllegalArgumentException("a caller has a name and an origin: '" + name + "', '" + origin + "'");
        }
    }
}
