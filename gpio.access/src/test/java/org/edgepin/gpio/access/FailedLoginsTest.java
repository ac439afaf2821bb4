// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {

    private static final InetAddress PEER = address(10, 0, 0, 1);
    private static final InetAddress OTHER = address(10, 0, 0, 2);

    private final AtomicLong now = new AtomicLong();
    private final FailedLogins failed = new FailedLogins(now::get);

    private static InetAddress address(int... bytes) {
        var raw = new byte[bytes.length];
        for (var i = 0; i < bytes.length; i++) {
            raw[i] = (byte) bytes[i];
        }
        try {
            return InetAddress.getByAddress(raw);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private void fail(InetAddress peer, String user, int times) {
        for (var i = 0; i < times; i++) {
            failed.failed(peer, user);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void aFewMistakesAreFree() {
        fail(PEER, "alice", FailedLogins.FREE_OF_USER - 1);
        assertThat(failed.wait(PEER, "alice")).isEmpty();
    }

    @Test
    void theWaitDoublesUpToABound() {
        fail(PEER, "alice", FailedLogins.FREE_OF_USER);
        assertThat(failed.wait(PEER, "alice")).contains(Duration.ofSeconds(1));
        fail(PEER, "alice", 1);
        assertThat(failed.wait(PEER, "alice")).contains(Duration.ofSeconds(2));
        fail(PEER, "alice", 1_000);
        assertThat(failed.wait(PEER, "alice")).contains(FailedLogins.LONGEST);
        pass(FailedLogins.LONGEST);
        assertThat(failed.wait(PEER, "alice")).isEmpty();
    }

    @Test
    void nobodyIsLockedOutByOthers() {
        fail(PEER, "alice", 100);
        assertThat(failed.wait(OTHER, "alice")).isEmpty();
    }

    @Test
    void onePasswordWithManyUsersCountsForThePeer() {
        for (var i = 0; i < FailedLogins.FREE_OF_PEER; i++) {
            failed.failed(PEER, "user" + i);
        }
        assertThat(failed.wait(PEER, "somebody else")).isPresent();
        assertThat(failed.wait(OTHER, "somebody else")).isEmpty();
    }

    @Test
    void aSuccessForgivesThatUserOnly() {
        fail(PEER, "alice", FailedLogins.FREE_OF_PEER + 1);
        failed.succeeded(PEER, "alice");
        assertThat(failed.wait(PEER, "alice")).as("the peer's own count").isPresent();
    }

    @Test
    void allIsForgottenInTime() {
        fail(PEER, "alice", FailedLogins.FREE_OF_USER);
        pass(FailedLogins.MEMORY.plusSeconds(1));
        fail(PEER, "alice", 1);
        assertThat(failed.wait(PEER, "alice")).isEmpty();
    }

    @Test
    void aNetworkOfIpv6IsOnePeer() {
        var a = address(0x20, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1);
        var b = address(0x20, 1, 0, 0, 0, 0, 0, 1, 9, 9, 9, 9, 9, 9, 9, 9);
        fail(a, "alice", FailedLogins.FREE_OF_USER);
        assertThat(failed.wait(b, "alice")).isPresent();
    }

    @Test
    void theMemoryIsBoundedAndThePeerStillWaits() {
        for (var i = 0; i < 3 * FailedLogins.CAPACITY; i++) {
            failed.failed(PEER, "user" + i + "x".repeat(1_000));
        }
        assertThat(failed.size()).isEqualTo(FailedLogins.CAPACITY);
        assertThat(failed.wait(PEER, "alice")).isPresent();
    }

    @Test
    void aNameInOtherLettersIsTheSame() {
        fail(PEER, "alice", FailedLogins.FREE_OF_USER - 1);
        fail(PEER, "ALICE", 1);
        assertThat(failed.wait(PEER, "Alice")).isPresent();
    }
}
