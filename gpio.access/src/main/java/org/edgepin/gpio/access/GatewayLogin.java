// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.GpioAccess;
import org.edgepin.gpio.Login;
import org.edgepin.gpio.LoginRefusedException;
import org.edgepin.gpio.Peer;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.endpoint.Accepted;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users of a JAAS realm, bearers of tokens, and those on this machine.
 *
 * <p>A changed configuration is taken while it runs, so that nobody who logs in notices, and those who
 * have failed are not forgotten.
 *
 * <p>One lock for each of a few groups of peers and users is held while a password is checked, so that a
 * flood of requests does not keep more processors busy than that, and of many requests with the same
 * login only the first has it checked. Those whose password was right are remembered for a short time,
 * without the password, as long as the file of users does not change.
 */
@Component(configurationPid = AccessConfig.PID)
@Designate(ocd = AccessConfig.class)
@AccessConfig
public final class GatewayLogin implements Login {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayLogin.class);

    private static final String ANONYMOUS = "anonymous";

    /** No user has this name. */
    private static final String TOKEN = "token:";

    /** Tells wrong tokens apart in the audit log, and helps nobody to guess one. */
    private static final int HASH_SHOWN = 4;

    private static final int LOCKS = 4;
    private static final int REMEMBERED = 64;
    private static final Duration REMEMBER = Duration.ofSeconds(30);

    private final Function<String, Realm> realms;
    private final Tokens tokens;
    private final Users users;
    private final GpioAccess access;
    private final LongSupplier nanos;
    private final FailedLogins failed;
    private final Object[] locks = new Object[LOCKS];
    private final Mac mac;
    private final Accepted<Settings> accepted = new Accepted<>(
            LOG, "nobody looks without a login and no password is right until it is, tokens count", Settings::of);
    private volatile Rules rules = Rules.CLOSED;

    private final Map<String, Known> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Known(Role role, long until, String users, Rules rules) {}

    /** What a configuration says. */
    private record Rules(Optional<Role> anonymous, Realm realm) {

        /** Until there is a configuration without mistakes. */
        static final Rules CLOSED = new Rules(Optional.empty(), (user, password) -> Optional.empty());
    }

    @Activate
    public GatewayLogin(
            Map<String, Object> properties,
            @Reference Tokens tokens,
            @Reference Users users,
            @Reference GpioAccess access) {
        this(properties, Realm.Jaas::new, tokens, users, access, System::nanoTime);
    }

    GatewayLogin(
            Map<String, Object> properties,
            Function<String, Realm> realms,
            Tokens tokens,
            Users users,
            GpioAccess access,
            LongSupplier nanos) {
        this.realms = realms;
        this.tokens = tokens;
        this.users = users;
        this.access = access;
        this.nanos = nanos;
        this.failed = new FailedLogins(nanos);
        for (var i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
        try {
            var key = new byte[32];
            new SecureRandom().nextBytes(key);
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e); // each Java has it
        }
        modified(properties);
    }

    /** Takes a changed configuration; one that is wrong changes nothing. */
    @Modified
    void modified(Map<String, Object> properties) {
        accepted.change("access", properties)
                .ifPresent(settings -> rules = new Rules(settings.anonymous(), realms.apply(settings.realm())));
    }

    @Override
    public Caller password(Peer peer, String user, String password) throws LoginRefusedException {
        synchronized (locks[Math.floorMod(peer.address().hashCode() * 31 + user.hashCode(), LOCKS)]) {
            var wait = failed.wait(peer.address(), user);
            if (wait.isPresent()) {
                throw refused(peer, user, LoginRefusedException.tooMany(wait.get()));
            }
            var holding = rules;
            var key = key(user, password);
            var remembered = remembered(key, holding);
            if (remembered.isPresent()) {
                return new Caller(user, peer.toString(), remembered.get());
            }
            var stamp = users.stamp();
            var roles = user.isEmpty() || password.isEmpty()
                    ? Optional.<Set<String>>empty()
                    : holding.realm().roles(user, password);
            var role = roles.flatMap(GatewayLogin::highest);
            if (role.isEmpty()) {
                if (roles.isPresent()) {
                    LOG.info("a user of the realm has none of the roles viewer, operator and admin and is refused");
                }
                if (!holding.equals(Rules.CLOSED)) {
                    // of a password that nobody could have given right nobody learns anything
                    failed.failed(peer.address(), user);
                }
                throw refused(peer, user, LoginRefusedException.wrong());
            }
            failed.succeeded(peer.address(), user);
            remember(key, new Known(role.get(), nanos.getAsLong() + REMEMBER.toNanos(), stamp, holding));
            return new Caller(user, peer.toString(), role.get());
        }
    }

    /** A right token is always taken: nobody guesses one, so nobody else's failures need to stand in its way. */
    @Override
    public Caller token(Peer peer, String token) throws LoginRefusedException {
        var found = tokens.find(token);
        if (found.isPresent()) {
            return new Caller(
                    "token:" + found.get().name(), peer.toString(), found.get().role());
        }
        var name = "token " + Token.hash(token).substring(0, HASH_SHOWN);
        var wait = failed.wait(peer.address(), TOKEN);
        if (wait.isPresent()) {
            throw refused(peer, name, LoginRefusedException.tooMany(wait.get()));
        }
        failed.failedAlone(peer.address(), TOKEN);
        throw refused(peer, name, LoginRefusedException.wrong());
    }

    @Override
    public Optional<Caller> anonymous(Peer peer) {
        return rules.anonymous()
                .filter(role -> peer.address().isLoopbackAddress())
                .map(role -> new Caller(ANONYMOUS, peer.toString(), role));
    }

    @Override
    public Optional<String> objection(InetAddress address, boolean encrypted) {
        if (address.isLoopbackAddress()) {
            return Optional.empty();
        }
        if (!encrypted) {
            return Optional.of("needs TLS, as " + address.getHostAddress()
                    + " is not on this machine alone: passwords and tokens would be readable on the way");
        }
        if (!users.any() && !tokens.any()) {
            return Optional.of("needs a user or a token first, as " + address.getHostAddress()
                    + " is not on this machine alone: edgepin:user-add or edgepin:token-add");
        }
        return Optional.empty();
    }

    private static Optional<Role> highest(Set<String> roles) {
        return roles.stream().flatMap(it -> Role.parse(it).stream()).max(Comparator.naturalOrder());
    }

    private LoginRefusedException refused(Peer peer, String user, LoginRefusedException reason) {
        var name = user.isEmpty() ? ANONYMOUS : user;
        access.refused(new Caller(name, peer.toString(), Role.VIEWER), "log in", String.valueOf(reason.getMessage()));
        return reason;
    }

    private Optional<Role> remembered(String key, Rules holding) {
        synchronized (known) {
            var found = known.get(key);
            if (found == null
                    || !found.rules().equals(holding)
                    || found.until() - nanos.getAsLong() < 0
                    || !found.users().equals(users.stamp())) {
                known.remove(key);
                return Optional.empty();
            }
            return Optional.of(found.role());
        }
    }

    private void remember(String key, Known found) {
        synchronized (known) {
            known.put(key, found);
        }
    }

    private String key(String user, String password) {
        synchronized (mac) {
            mac.update(user.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
