// SPDX-License-Identifier: Apache-2.0
package org.edgepin.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users, roles, tokens and the audit log, in a gateway of its own. */
class SecurityTest {

    @AutoClose
    private static Gateway gateway;

    private static String viewer;
    private static String operator;

    @BeforeAll
    static void start() {
        gateway = Gateway.start();
        viewer = gateway.console("edgepin:user-add --generate victor viewer").strip();
        operator = gateway.console("edgepin:user-add --generate olga operator").strip();
    }

    private static List<String> audit(Predicate<String> wanted) {
        return gateway.audit().stream().filter(wanted).toList();
    }

    @Test
    void passwordsAreKeptAsHashesAlsoThoseThatWereWrittenInClearText() throws IOException {
        var users = gateway.etc("users.properties");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(Files.readAllLines(users))
                .filteredOn(line -> line.matches("(test|victor|olga) = .*"))
                .hasSize(3)
                .allMatch(line -> line.contains("= {CRYPT}pbkdf2$210000$")));
        assertThat(Files.readString(users)).doesNotContain(viewer, operator).contains("# ");
        assertThat(gateway.console("edgepin:user-list").lines().map(it -> it.replaceAll(" +", " ")))
                .containsExactlyInAnyOrder("olga operator", "test admin", "victor viewer");
    }

    @Test
    void theFirstTokenIsForTheOwnerOfTheGatewayAlone() throws IOException {
        assertThat(gateway.token()).matches("edgepin_[A-Za-z0-9_-]{43}");
        for (var file : List.of("edgepin.token", "edgepin.tokens", "users.properties")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(gateway.etc(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
        assertThat(gateway.log()).doesNotContain(gateway.token());
        assertThat(gateway.console("edgepin:welcome")).contains("  Token  " + gateway.token());
        assertThat(gateway.console("victor", viewer, "edgepin:welcome"))
                .contains("gpio:pins")
                .doesNotContain(gateway.token());
        assertThat(gateway.console("victor", viewer, "karaf.shell.local = true; edgepin:welcome"))
                .doesNotContain(gateway.token());
    }

    @Test
    void tokensAreMadeShownOnceAndRevoked() throws IOException {
        var text = gateway.console("edgepin:token-add --days 3 panel viewer").strip();

        assertThat(text).matches("edgepin_[A-Za-z0-9_-]{43}");
        assertThat(gateway.console("edgepin:token-list"))
                .contains("panel", "first")
                .doesNotContain(text);
        assertThat(Files.readString(gateway.etc("edgepin.tokens"))).doesNotContain(text);
        assertThat(gateway.refused("edgepin:token-add panel admin")).contains("there is a token 'panel' already");
        assertThat(gateway.refused("edgepin:token-add other root")).contains("'root' is not a role");
        gateway.console("edgepin:token-revoke panel");
        assertThat(gateway.console("edgepin:token-list")).doesNotContain("panel");
        assertThat(gateway.refused("edgepin:token-revoke panel")).contains("there is no token 'panel'");
        assertThat(audit(it -> it.contains("token panel")))
                .satisfiesExactly(
                        it -> assertThat(it)
                                .contains("who=\"test\" role=admin from=\"console\" what=\"add token panel as viewer\""
                                        + " result=done"),
                        it -> assertThat(it).contains("result=failed"),
                        it -> assertThat(it).contains("what=\"revoke token panel\" result=done"),
                        it -> assertThat(it).contains("what=\"revoke token panel\" result=failed"));
    }

    @Test
    void aViewerLooksAndWritesNothingAndTheAttemptIsInTheAuditLog() {
        assertThat(gateway.console("victor", viewer, "gpio:pins")).contains("main/8");
        var before = gateway.console("gpio:read main/9");

        assertThat(gateway.refused("victor", viewer, "gpio:write main/9=1"))
                .contains("needs the role operator, and victor is viewer");

        assertThat(gateway.console("gpio:read main/9")).isEqualTo(before);
        assertThat(audit(it -> it.contains("who=\"victor\"") && it.contains("write main/9=1")))
                .singleElement()
                .asString()
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) who=\"victor\" role=viewer"
                                + " from=\"console\" what=\"write main/9=1\" result=refused reason=\".*\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "edgepin:token-list",
                "edgepin:token-add x admin",
                "edgepin:user-add --generate x admin",
                "edgepin:user-delete olga",
                "gpio:sim-set main/5 high",
                "config:list",
                "config:property-set -p org.edgepin.gpio.access anonymous admin",
                "bundle:list",
                "feature:list",
                "log:display",
                "jaas:realm-list",
                "system:property karaf.etc",
                "shell:cat etc/edgepin.token",
                "shell:exec id",
                "shell:source etc/edgepin.token",
                "echo x > /tmp/edgepin-must-not-exist",
                "($.context bundle 0) stop",
                "addcommand x ($.context bundle 0)",
            })
    void aViewerMayDoNothingElseInTheConsole(String command) {
        var answer = gateway.refused("victor", viewer, command);

        assertThat(answer).doesNotContain(gateway.token()).doesNotContain("uid=");
        assertThat(gateway.process().isAlive()).isTrue();
    }

    @Test
    void anMqttConnectionWithTheRoleOfAViewerOnlyReads() throws MqttException {
        gateway.etc(
                "org.edgepin.gpio.mqtt-look.cfg",
                "broker = tcp://127.0.0.1:" + gateway.mqttPort() + "\nthing = look\nrole = viewer\n");
        var heard = new LinkedBlockingQueue<String>();
        try (var client = new MqttSubscriber(gateway.mqttPort())) {
            client.subscribe("edgepin/look/status", heard::add);
            await().until(() -> "online".equals(heard.poll()));
            client.subscribe("gpio/look/error", heard::add);
            client.publish("gpio/look/8/write", "0");

            await().untilAsserted(() -> assertThat(heard.poll())
                    .contains(
                            "\"topic\": \"gpio/look/8/write\", \"error\": \"GPIO access denied\"",
                            "needs the role operator, and mqtt look is viewer"));
            client.subscribe("gpio/look/8/state", heard::add);
            client.publish("gpio/look/8/read", "");
            await().until(() -> "1".equals(heard.poll()));
        }
        assertThat(audit(it -> it.contains("who=\"mqtt look\"")))
                .singleElement()
                .asString()
                .contains("role=viewer from=\"mqtt tcp://127.0.0.1:" + gateway.mqttPort()
                        + "\" what=\"write main/8=0\" result=refused");
    }

    @Test
    void anOperatorWritesWithOneLineInTheAuditLogForEachWriteAndIsNoAdmin() {
        gateway.console("olga", operator, "gpio:write main/27=1");
        gateway.console("olga", operator, "gpio:toggle main/27");

        assertThat(audit(it -> it.contains("who=\"olga\"") && it.contains("main/27")))
                .satisfiesExactly(
                        it -> assertThat(it)
                                .endsWith("who=\"olga\" role=operator from=\"console\" what=\"write main/27=1\""
                                        + " result=done"),
                        it -> assertThat(it).endsWith("what=\"write main/27=0\" result=done"));
        gateway.console("olga", operator, "gpio:sim-set main/5 low");
        gateway.refused("olga", operator, "edgepin:token-list");
        gateway.refused("olga", operator, "config:list");
    }

    @Test
    void whatABoardRefusesIsInTheAuditLog() {
        gateway.refused("gpio:write main/5=1");

        assertThat(audit(it -> it.contains("write main/5=1")))
                .singleElement()
                .asString()
                .contains("who=\"test\" role=admin from=\"console\"")
                .contains("result=refused reason=\"main/5: ");
    }

    @Test
    void aDeletedUserAndAWrongPasswordDoNotComeIn() {
        var password =
                gateway.console("edgepin:user-add --generate dora viewer").strip();
        assertThat(gateway.console("dora", password, "gpio:boards")).contains("main");
        assertThatThrownBy(() -> gateway.console("dora", "wrong", "gpio:boards"))
                .hasMessageContaining("No more authentication methods");

        gateway.console("edgepin:user-delete dora");

        assertThatThrownBy(() -> gateway.console("dora", password, "gpio:boards"))
                .hasMessageContaining("No more authentication methods");
        assertThat(gateway.refused("edgepin:user-delete dora")).contains("there is no user 'dora'");
    }

    @Test
    void aHashIsNoPassword() throws IOException {
        var line = Files.readAllLines(gateway.etc("users.properties")).stream()
                .filter(it -> it.startsWith("victor = "))
                .findFirst()
                .orElseThrow();
        var hash = line.replaceFirst("victor = (.*),_g_.*", "$1");

        assertThatThrownBy(() -> gateway.console("victor", hash, "gpio:boards"))
                .hasMessageContaining("No more authentication methods");
        assertThatThrownBy(() -> gateway.console("victor", hash.replace("{CRYPT}", ""), "gpio:boards"))
                .hasMessageContaining("No more authentication methods");
    }
}
