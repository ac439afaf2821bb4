// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio;

import java.net.InetAddress;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Finds out who somebody is. For endpoints whose protocol carries a login.
 *
 * <p>Users and passwords are those of the gateway's JAAS realm, tokens are made in the console. Failed
 * logins are counted for each peer and user, and for each peer; whoever fails too often has to wait. A
 * refusal does not tell whether a user exists. Each is written to the audit log here; the endpoint need
 * not do so.
 *
 * <p>All methods may be called from any thread. A password takes its time to be checked, some tens of
 * milliseconds unless it was right just before.
 */
@ProviderType
public interface Login {

    /** Returns whose password it is. */
    Caller password(Peer peer, String user, String password) throws LoginRefusedException;

    /** Returns the bearer of a token. */
    Caller token(Peer peer, String token) throws LoginRefusedException;

    /**
     * Returns the caller who needs no login, if the configuration lets somebody look without one and the
     * peer is on this machine. An endpoint does not ask for requests that came through a proxy or, in a
     * browser, from another site: they look as if they came from this machine.
     */
    Optional<Caller> anonymous(Peer peer);

    /**
     * Says why an endpoint may not listen at an address. On loopback it always may; elsewhere only with
     * TLS, and only if there is at least one user or token that could log in. An endpoint asks before it
     * binds, and logs the objection.
     *
     * @param address where it would listen; the wildcard address is not loopback
     * @param encrypted whether all that it says and hears goes through TLS
     * @return the reason, for people, empty if it may
     */
    Optional<String> objection(InetAddress address, boolean encrypted);
}
