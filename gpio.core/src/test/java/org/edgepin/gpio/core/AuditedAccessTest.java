// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.edgepin.gpio.AccessDeniedException;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.NoSuchPinException;
import org.edgepin.gpio.PinCapabilityException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditedAccessTest {

    private static final Logger LOGGER = Logger.getLogger("org.edgepin.audit");
    private static final PinId IN = new PinId("main", 0);
    private static final PinId OUT = new PinId("main", 1);

    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private final FakeBoard board = new FakeBoard("main");
    private final AuditedAccess access = new AuditedAccess(board);

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
    }

    private static Caller caller(Role role) {
        return new Caller("alice", "rest 127.0.0.1", role);
    }

    @Test
    void aWriteLeavesOneLineWithWhoWhereWhatAndResult() throws Exception {
        access.as(caller(Role.OPERATOR)).write(OUT, Level.HIGH);
        access.as(caller(Role.ADMIN)).write(Map.of(OUT, Level.LOW));

        assertThat(board.writes).isEqualTo(2);
        assertThat(lines)
                .containsExactly(
                        "who=\"alice\" role=operator from=\"rest 127.0.0.1\" what=\"write main/1=1\" result=done",
                        "who=\"alice\" role=admin from=\"rest 127.0.0.1\" what=\"write main/1=0\" result=done");
    }

    @Test
    void aViewerLooksAndLeavesNoLine() throws Exception {
        var gpio = access.as(caller(Role.VIEWER));

        assertThat(gpio.boards()).hasSize(1);
        assertThat(gpio.pins()).hasSize(2);
        assertThat(gpio.read(IN)).isEqualTo(Level.LOW);
        assertThat(gpio.read(Set.of(IN, OUT))).hasSize(2);
        assertThat(gpio.state(OUT).pin().id()).isEqualTo(OUT);
        assertThat(lines).isEmpty();
    }

    @Test
    void aViewerMayNotWriteAndTheRefusalLeavesOneLine() {
        var gpio = access.as(caller(Role.VIEWER));

        assertThatThrownBy(() -> gpio.write(OUT, Level.HIGH))
                .isInstanceOfSatisfying(AccessDeniedException.class, it -> assertThat(it.needed())
                        .isEqualTo(Role.OPERATOR));
        assertThatThrownBy(() -> gpio.write(Map.of(OUT, Level.HIGH, IN, Level.LOW)))
                .isInstanceOf(AccessDeniedException.class);

        assertThat(board.writes).isZero();
        assertThat(lines)
                .containsExactly(
                        "who=\"alice\" role=viewer from=\"rest 127.0.0.1\" what=\"write main/1=1\" result=refused"
                                + " reason=\"cannot write main/1=1: needs the role operator, and alice is viewer\"",
                        "who=\"alice\" role=viewer from=\"rest 127.0.0.1\" what=\"write main/0=0 main/1=1\""
                                + " result=refused reason=\"cannot write main/0=0 main/1=1: needs the role operator,"
                                + " and alice is viewer\"");
    }

    @Test
    void onlyAnAdminChangesSettings() {
        var settings = new PinSettings.Input(Bias.AS_IS, Set.of(), Duration.ZERO);

        assertThatThrownBy(() -> access.as(caller(Role.OPERATOR)).configure(IN, settings))
                .isInstanceOf(AccessDeniedException.class);
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("what=\"configure main/0 input bias=as-is edges=none debounce_us=0\" result=refused");
    }

    @Test
    void whatTheBoardRefusesLeavesOneLine() {
        var gpio = access.as(caller(Role.ADMIN));

        assertThatThrownBy(() -> gpio.write(IN, Level.HIGH)).isInstanceOf(PinCapabilityException.class);
        assertThatThrownBy(() -> gpio.write(new PinId("main", 9), Level.HIGH)).isInstanceOf(NoSuchPinException.class);

        assertThat(lines).hasSize(2).allMatch(it -> it.contains("result=refused reason=\"main/"));
    }

    @Test
    void whatFailsLeavesOneLineAndFailsAsItDid() {
        var defect = new IllegalStateException("a defect");
        assertThatThrownBy(() -> access.perform(caller(Role.ADMIN), Role.ADMIN, "change board main", () -> {
                    throw defect;
                }))
                .isSameAs(defect);
        assertThatThrownBy(() -> access.perform(caller(Role.ADMIN), Role.ADMIN, "change board main", () -> {
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class);

        assertThat(lines)
                .satisfiesExactly(
                        it -> assertThat(it).endsWith("result=failed reason=\"a defect\""),
                        it -> assertThat(it).endsWith("result=failed reason=\"disk full\""));
    }

    @Test
    void aTaskIsNotBegunWithoutTheRole() {
        assertThatThrownBy(() -> access.perform(caller(Role.OPERATOR), Role.ADMIN, "change board main", () -> {
                    throw new AssertionError("begun");
                }))
                .isInstanceOf(AccessDeniedException.class);
        assertThat(lines).singleElement().asString().contains("what=\"change board main\" result=refused");
    }

    @Test
    void nobodyForgesALine() {
        var evil = "a\" role=admin\r\n2026-01-01 who=\"root\u2028\u202Eb\\\u0000\tü";
        access.refused(new Caller(evil, "rest " + evil, Role.VIEWER), "PUT /gpio/" + evil, "x\ny");

        assertThat(lines).singleElement().asString().satisfies(line -> {
            assertThat(line.chars()).allMatch(it -> (it >= ' ' && it <= '~') || Character.isLetterOrDigit(it));
            assertThat(line)
                    .startsWith("who=\"a\\\" role=admin\\u000d\\u000a2026-01-01 who=\\\"root\\u2028\\u202eb\\\\"
                            + "\\u0000\\u0009ü\" from=");
            assertThat(line).endsWith("result=refused reason=\"x\\u000ay\"");
        });
    }

    @Test
    void aLongNameIsCut() {
        access.refused(new Caller("a".repeat(100_000), "rest 127.0.0.1", Role.VIEWER), "log in", "wrong");

        assertThat(lines).singleElement().asString().hasSizeLessThan(400).contains("aaa...\" from=");
    }
}
