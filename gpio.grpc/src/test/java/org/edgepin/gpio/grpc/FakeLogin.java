// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.grpc;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Login;
import org.edgepin.gpio.LoginRefusedException;
import org.edgepin.gpio.Peer;
import org.edgepin.gpio.Role;

/** Knows viewer, operator and admin, whose passwords are their names, and a token of the same name each. */
final class FakeLogin implements Login {

    volatile boolean anonymousMayLook;
    volatile boolean tooMany;
    volatile String objection = "";

    @Override
    public Caller password(Peer peer, String user, String password) throws LoginRefusedException {
        if (tooMany) {
            throw LoginRefusedException.tooMany(Duration.ofSeconds(7));
        }
        if (!user.equals(password)) {
            throw LoginRefusedException.wrong();
        }
        return caller(peer, user, user);
    }

    @Override
    public Caller token(Peer peer, String token) throws LoginRefusedException {
        return caller(peer, "token:" + token, token);
    }

    private static Caller caller(Peer peer, String name, String role) throws LoginRefusedException {
        return new Caller(name, peer.toString(), Role.parse(role).orElseThrow(LoginRefusedException::wrong));
    }

    @Override
    public Optional<Caller> anonymous(Peer peer) {
        return anonymousMayLook ? Optional.of(new Caller("anonymous", peer.toString(), Role.VIEWER)) : Optional.empty();
    }

    @Override
    public Optional<String> objection(InetAddress address, boolean encrypted) {
        return objection.isEmpty() ? Optional.empty() : Optional.of(objection);
    }
}
