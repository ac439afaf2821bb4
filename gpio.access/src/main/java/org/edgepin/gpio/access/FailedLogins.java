// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Counts failed logins, for each peer and user, and for each peer, and says how long a peer has to wait.
 * A user is never locked out for others than the peer that fails. Thread-safe; one lock.
 */
final class FailedLogins {

    /** A person who mistypes does not notice the limit; one who guesses gets a try every few minutes. */
    static final int FREE_OF_USER = 5;

    /** Whoever tries one password with many users. */
    static final int FREE_OF_PEER = 20;

    static final Duration LONGEST = Duration.ofMinutes(5);

    /** Without a further failure in this time, all is forgiven. */
    static final Duration MEMORY = Duration.ofMinutes(15);

    /** Some megabytes at most. Beyond it, who has not failed for longest is forgiven. */
    static final int CAPACITY = 10_000;

    private final LongSupplier nanos;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > CAPACITY;
        }
    };

    private record Failures(int count, long last, long until) {}

    FailedLogins(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Returns how long the peer has to wait before it may try to log in as the user; empty if it may now. */
    synchronized Optional<Duration> wait(InetAddress peer, String user) {
        var now = nanos.getAsLong();
        return List.of(key(peer), key(peer, user)).stream()
                .map(failures::get)
                .filter(it -> it != null && it.until() - now > 0)
                .map(it -> Duration.ofNanos(it.until() - now))
                .max(Duration::compareTo);
    }

    synchronized void failed(InetAddress peer, String user) {
        count(key(peer, user), FREE_OF_USER);
        count(key(peer), FREE_OF_PEER);
    }

    /**
     * Counts a failed login that stands in the way of nothing but its like: a program with a token that is
     * no longer good keeps nobody on its machine from logging in with a password.
     */
    synchronized void failedAlone(InetAddress peer, String user) {
        count(key(peer, user), FREE_OF_USER);
    }

    /** Forgives what the peer has failed as this user. What it has failed as others counts on. */
    synchronized void succeeded(InetAddress peer, String user) {
        failures.remove(key(peer, user));
    }

    synchronized int size() {
        return failures.size();
    }

    private void count(String key, int free) {
        var now = nanos.getAsLong();
        var before = failures.get(key);
        var count = before == null || now - before.last() > MEMORY.toNanos() ? 1 : before.count() + 1;
        var pause = count < free ? 0 : Math.min(LONGEST.toSeconds(), 1L << Math.min(count - free, 30));
        failures.put(
                key, new Failures(count, now, now + Duration.ofSeconds(pause).toNanos()));
    }

    /** A host of IPv6 has a whole network of addresses to try from. */
    private static String key(InetAddress peer) {
        var address = peer.getAddress();
        return HexFormat.of().formatHex(peer instanceof Inet6Address ? Arrays.copyOf(address, 8) : address);
    }

    /** Only the hash of a long name, so that names do not fill the memory. */
    private static String key(InetAddress peer, String user) {
        var name = user.length() <= 64 ? user : "#" + Integer.toHexString(user.hashCode());
        return key(peer) + " " + name.toLowerCase(Locale.ROOT);
    }
}
