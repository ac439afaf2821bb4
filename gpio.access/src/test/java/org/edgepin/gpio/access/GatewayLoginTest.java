// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.LoginRefusedException;
import org.edgepin.gpio.Peer;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.fake.FakeAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayLoginTest {

    private static final Peer HERE = new Peer("rest", InetAddress.getLoopbackAddress());
    private static final Peer AFAR = new Peer("rest", address(192, 0, 2, 7));

    private static final Map<String, Set<String>> ROLES = Map.of(
            "alice", Set.of("viewer", "operator", "ssh"),
            "karl", Set.of("ssh", "group"));

    private final Path etc;
    private final FakeAccess access = new FakeAccess();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLong now = new AtomicLong();
    private final Tokens tokens;
    private final GatewayLogin login;

    GatewayLoginTest(@TempDir Path etc) throws IOException {
        this.etc = etc;
        Files.writeString(etc.resolve("users.properties"), "");
        tokens = new Tokens(etc, Clock.systemUTC());
        login = login(configuration("none", "karaf"));
    }

    private GatewayLogin login(Map<String, Object> properties) {
        return new GatewayLogin(
                properties,
                name -> name.equals("karaf") ? this::roles : (user, password) -> Optional.empty(),
                tokens,
                new Users(etc),
                access,
                now::get);
    }

    private static Map<String, Object> configuration(String anonymous, String realm) {
        return Map.of("anonymous", anonymous, "realm", realm, "service.pid", AccessConfig.PID);
    }

    private Optional<Set<String>> roles(String user, String password) {
        asked.incrementAndGet();
        return Optional.ofNullable(ROLES.get(user)).filter(roles -> password.equals("right"));
    }

    private static InetAddress address(int a, int b, int c, int d) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static void refused(Callable<?> attempt) {
        assertThatThrownBy(attempt::call).isInstanceOfSatisfying(LoginRefusedException.class, it -> {
            assertThat(it).hasMessage("the login is not right");
            assertThat(it.retryAfter()).isEmpty();
        });
    }

    @Test
    void aUserHasTheHighestRole() throws Exception {
        assertThat(login.password(AFAR, "alice", "right"))
                .isEqualTo(new Caller("alice", "rest 192.0.2.7", Role.OPERATOR));
    }

    @Test
    void aStrangerAWrongPasswordAndAUserWithoutARoleAreRefusedInTheSameWords() {
        refused(() -> login.password(AFAR, "alice", "wrong"));
        refused(() -> login.password(AFAR, "mallory", "right"));
        refused(() -> login.password(AFAR, "karl", "right"));
        refused(() -> login.password(AFAR, "alice", ""));
        refused(() -> login.password(AFAR, "", ""));
        assertThat(access.audit())
                .containsExactly(
                        "alice, rest 192.0.2.7, log in: the login is not right",
                        "mallory, rest 192.0.2.7, log in: the login is not right",
                        "karl, rest 192.0.2.7, log in: the login is not right",
                        "alice, rest 192.0.2.7, log in: the login is not right",
                        "anonymous, rest 192.0.2.7, log in: the login is not right");
    }

    @Test
    void whoFailsTooOftenWaitsEvenWithTheRightPasswordAndTheRealmIsNotAsked() throws Exception {
        for (var i = 0; i < 1_000; i++) {
            assertThatThrownBy(() -> login.password(AFAR, "alice", "wrong")).isInstanceOf(LoginRefusedException.class);
        }
        assertThat(asked).hasValue(FailedLogins.FREE_OF_USER);
        assertThat(access.audit()).hasSize(1_000);

        assertThatThrownBy(() -> login.password(AFAR, "alice", "right"))
                .isInstanceOfSatisfying(LoginRefusedException.class, it -> assertThat(it.retryAfter())
                        .contains(Duration.ofSeconds(1)));
        assertThat(login.password(HERE, "alice", "right").name())
                .as("from elsewhere")
                .isEqualTo("alice");

        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(login.password(AFAR, "alice", "right").name()).isEqualTo("alice");
    }

    @Test
    void aRightPasswordIsCheckedOnceInAWhile() throws Exception {
        login.password(AFAR, "alice", "right");
        login.password(HERE, "alice", "right");
        assertThat(asked).hasValue(1);
        refused(() -> login.password(AFAR, "alice", "wrong"));
        assertThat(asked).hasValue(2);

        now.addAndGet(Duration.ofSeconds(31).toNanos());
        login.password(AFAR, "alice", "right");
        assertThat(asked).hasValue(3);
    }

    @Test
    void aChangedFileOfUsersCountsAtOnce() throws Exception {
        login.password(AFAR, "alice", "right");
        Files.writeString(etc.resolve("users.properties"), "# alice is gone\n");
        login.password(AFAR, "alice", "right");
        assertThat(asked).hasValue(2);
    }

    @Test
    void manyRequestsAtOnceHaveTheirLoginCheckedOnce() throws Exception {
        var threads = Executors.newFixedThreadPool(16);
        try {
            var logins = threads.invokeAll(IntStream.range(0, 64)
                    .<Callable<Caller>>mapToObj(i -> () -> login.password(AFAR, "alice", "right"))
                    .toList());
            for (var one : logins) {
                assertThat(one.get().name()).isEqualTo("alice");
            }
            assertThat(asked).hasValue(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aTokenHasItsRoleAndName() throws Exception {
        var text = tokens.add("panel", Role.VIEWER, Optional.empty());
        assertThat(login.token(AFAR, text)).isEqualTo(new Caller("token:panel", "rest 192.0.2.7", Role.VIEWER));
    }

    @Test
    void wrongTokensAreRefusedAndThenHaveToWaitAndTheRightOneIsTaken() throws Exception {
        var text = tokens.add("panel", Role.VIEWER, Optional.empty());
        for (var i = 0; i < FailedLogins.FREE_OF_USER; i++) {
            refused(() -> login.token(AFAR, "edgepin_wrong"));
        }
        assertThatThrownBy(() -> login.token(AFAR, "edgepin_wrong"))
                .isInstanceOfSatisfying(LoginRefusedException.class, it -> assertThat(it.retryAfter())
                        .isPresent());
        assertThat(login.token(AFAR, text).name()).isEqualTo("token:panel");
        tokens.revoke("panel");
        assertThatThrownBy(() -> login.token(AFAR, text)).isInstanceOf(LoginRefusedException.class);
    }

    @Test
    void aProgramWithAnOldTokenKeepsNobodyOnItsMachineFromLoggingIn() throws Exception {
        for (var i = 0; i < 10 * FailedLogins.FREE_OF_PEER; i++) {
            now.addAndGet(FailedLogins.LONGEST.toNanos());
            refused(() -> login.token(AFAR, "edgepin_old"));
        }
        assertThat(login.password(AFAR, "alice", "right").name()).isEqualTo("alice");
    }

    @Test
    void aWrongTokenIsToldApartInTheAuditLogAndNotShown() {
        refused(() -> login.token(AFAR, "edgepin_wrong"));
        refused(() -> login.token(AFAR, "edgepin_other"));
        refused(() -> login.token(AFAR, "edgepin_wrong"));

        assertThat(access.audit())
                .containsExactly(
                        "token 3d6d, rest 192.0.2.7, log in: the login is not right",
                        "token 833b, rest 192.0.2.7, log in: the login is not right",
                        "token 3d6d, rest 192.0.2.7, log in: the login is not right");
    }

    @Test
    void onlyThoseOnThisMachineLookWithoutALoginAndOnlyIfTheConfigurationSaysSo() {
        assertThat(login.anonymous(HERE)).isEmpty();

        var open = login(configuration("viewer", "karaf"));
        assertThat(open.anonymous(HERE)).contains(new Caller("anonymous", HERE.toString(), Role.VIEWER));
        assertThat(open.anonymous(AFAR)).isEmpty();
    }

    @Test
    void aChangedConfigurationIsTakenWhileItRuns() throws Exception {
        login.password(AFAR, "alice", "right");

        login.modified(configuration("viewer", "ldap"));
        assertThat(login.anonymous(HERE)).isPresent();
        refused(() -> login.password(AFAR, "alice", "right"));

        login.modified(configuration("none", "karaf"));
        assertThat(login.anonymous(HERE)).isEmpty();
        assertThat(login.password(AFAR, "alice", "right").name()).isEqualTo("alice");
    }

    @Test
    void whoHasFailedWaitsOnWhenTheConfigurationChanges() {
        for (var i = 0; i < FailedLogins.FREE_OF_USER; i++) {
            refused(() -> login.password(AFAR, "alice", "wrong"));
        }
        login.modified(configuration("viewer", "karaf"));

        assertThatThrownBy(() -> login.password(AFAR, "alice", "right"))
                .isInstanceOfSatisfying(LoginRefusedException.class, it -> assertThat(it.retryAfter())
                        .isPresent());
    }

    @ParameterizedTest
    @CsvSource({"anonymous,admin", "anonymous,''", "anonymous,Viewer", "realm,''", "realm,two words", "anonymos,none"})
    void aWrongConfigurationOpensNothingAndClosesNothing(String key, String value) throws Exception {
        var wrong = new HashMap<>(configuration("viewer", "ldap"));
        wrong.put(key, value);

        login.modified(wrong);
        assertThat(login.anonymous(HERE)).isEmpty();
        assertThat(login.password(AFAR, "alice", "right").name()).isEqualTo("alice");

        var open = login(configuration("viewer", "karaf"));
        wrong.putAll(configuration("none", "ldap"));
        wrong.put(key, value);
        open.modified(wrong);
        assertThat(open.anonymous(HERE)).isPresent();
        assertThat(open.password(AFAR, "alice", "right").name()).isEqualTo("alice");
    }

    @Test
    void untilThereIsARightConfigurationOnlyTokensCount() throws Exception {
        var text = tokens.add("panel", Role.VIEWER, Optional.empty());
        var closed = login(Map.of("anonymous", "viewer", "realm", "karaf", "relm", "ldap"));

        assertThat(closed.anonymous(HERE)).isEmpty();
        for (var i = 0; i < 2 * FailedLogins.FREE_OF_USER; i++) {
            refused(() -> closed.password(HERE, "alice", "right"));
        }
        assertThat(closed.token(HERE, text).name()).isEqualTo("token:panel");

        closed.modified(configuration("viewer", "karaf"));
        assertThat(closed.anonymous(HERE)).isPresent();
        assertThat(closed.password(HERE, "alice", "right").name()).isEqualTo("alice");
    }

    @Test
    void beyondThisMachineAListenerNeedsTlsAndSomebodyWhoCouldLogIn() throws Exception {
        var anywhere = address(0, 0, 0, 0);
        assertThat(login.objection(InetAddress.getLoopbackAddress(), false)).isEmpty();
        assertThat(login.objection(address(127, 1, 2, 3), false)).isEmpty();
        assertThat(login.objection(anywhere, false))
                .hasValueSatisfying(it -> assertThat(it).startsWith("needs TLS"));
        assertThat(login.objection(address(192, 168, 1, 5), false)).isPresent();
        assertThat(login.objection(anywhere, true)).as("with the first token").isEmpty();

        tokens.revoke(Tokens.FIRST);
        assertThat(login.objection(anywhere, true))
                .hasValueSatisfying(it -> assertThat(it).contains("edgepin:user-add"));

        Files.writeString(etc.resolve("users.properties"), "bob = {CRYPT}x{CRYPT},_g_:viewergroup\n");
        assertThat(login.objection(anywhere, true)).isEmpty();
        assertThat(login.objection(anywhere, false)).isPresent();
    }
}
