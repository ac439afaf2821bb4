// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.support.CommandException;
import org.edgepin.gpio.AccessDeniedException;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.contract.Events;
import org.edgepin.gpio.contract.Registry;
import org.edgepin.gpio.fake.FakeAccess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimCommandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FakeAccess access = new FakeAccess();
    private Caller caller = new Caller("karaf", "console", Role.ADMIN);

    private final Registry registry = new Registry(PATIENCE);
    private final List<SimBoard> boards = new ArrayList<>(List.of(board("cmd")));

    private SimBoard board(String name) {
        var board = new SimBoard(
                registry.bundle(), Map.of("service.pid", SimConfig.PID + "~" + name, "twin", "gl20", "poll_ms", "1"));
        registry.controller();
        return board;
    }

    @AfterEach
    void close() {
        boards.forEach(SimBoard::close);
    }

    private String set(String pin, String what) throws Exception {
        var command = new SimSetCommand();
        command.boards = boards;
        command.access = access;
        command.pin = pin;
        command.what = List.of(what.split(" "));
        return command.run(caller);
    }

    private String fault(String target, String fault) throws Exception {
        var command = new SimFaultCommand();
        command.boards = boards;
        command.access = access;
        command.target = target;
        command.fault = fault;
        return command.run(caller);
    }

    @ParameterizedTest
    @CsvSource({"cmd/5,low,LOW", "cmd/5,0,LOW", "cmd/5,LOW,LOW", "cmd/5,1,HIGH", "cmd/5,open,HIGH", "5,Low,LOW"})
    void setsWhatTheOutsideWorldDoes(String pin, String what, Level level) throws Exception {
        assertThat(set(pin, what)).isEqualTo("cmd/5 = " + (level == Level.HIGH ? 1 : 0) + " (" + level + ")");
        assertThat(registry.controller().read(new PinId("cmd", 5))).isEqualTo(level);
    }

    @Test
    void eachCommandIsInTheAuditLogAlsoOneThatIsRefused() throws Exception {
        set("cmd/5", "square 50 ms");
        fault("cmd", "slow");
        assertThatThrownBy(() -> set("cmd/99", "high")).isInstanceOf(CommandException.class);
        caller = new Caller("bob", "console", Role.VIEWER);
        assertThatThrownBy(() -> set("cmd/5", "low")).isInstanceOf(AccessDeniedException.class);

        assertThat(access.audit())
                .containsExactly(
                        "karaf, console, sim-set cmd/5 square 50 ms: done",
                        "karaf, console, sim-fault cmd slow: done",
                        "karaf, console, sim-set cmd/99 high: cmd/99: no such pin: cmd has 0 to 7",
                        "bob, console, sim-set cmd/5 low: denied");
    }

    @Test
    void playsAScript() throws Exception {
        var events = new Events(PATIENCE);
        boards.get(0).bindEdgeBus(events);

        set("cmd/5", "square 50 ms");

        events.awaitEdge(new PinId("cmd", 5), 10);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    cmd/8    | high | cmd/8: no such pin: cmd has 0 to 7
                    8        | high | cmd/8: no such pin: cmd has 0 to 7
                    other/1  | high | no simulated board is called 'other': there is cmd
                    door     | high | 'door' is not a pin: write board/number, like main/5
                    99999999999 | 1 | '99999999999' is not a pin: write board/number, like main/5
                    cmd/1    | hihg | 'hihg': must be open, low, high, square <time>
                    cmd/1    | record 1:x | 'record 1:x': '1:x' must be <ms>:<level>
                    """)
    void wrongInputIsRefusedInOneLine(String pin, String what, String message) {
        assertThatThrownBy(() -> set(pin, what))
                .isExactlyInstanceOf(CommandException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aBoardCanBeTakenAwayAndBroughtBack() throws Exception {
        assertThat(fault("cmd", "away")).isEqualTo("cmd: fault away");
        registry.awaitNone();

        assertThat(fault("cmd", "NONE")).isEqualTo("cmd: fault none");
        registry.controller();
        assertThat(registry.ups()).isEqualTo(2);
    }

    @Test
    void aPinCanBeShorted() throws Exception {
        assertThat(fault("cmd/5", "stuck-low")).isEqualTo("cmd/5 = 0 (LOW)");
        assertThat(set("cmd/5", "high")).isEqualTo("cmd/5 = 0 (LOW)");
        assertThat(fault("cmd/5", "none")).isEqualTo("cmd/5 = 1 (HIGH)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    cmd   | stuck-low | 'stuck-low' is not a fault of a board: away, none, slow
                    cmd/5 | away      | 'away' is not a fault of a pin: none, stuck-high, stuck-low
                    other | away      | no simulated board is called 'other': there is cmd
                    """)
    void anotherFaultIsRefused(String target, String fault, String message) {
        assertThatThrownBy(() -> fault(target, fault))
                .isInstanceOf(CommandException.class)
                .hasMessage(message);
    }

    @Test
    void withoutABoardItSaysSo() {
        boards.forEach(SimBoard::close);
        boards.clear();

        assertThatThrownBy(() -> set("main/5", "high"))
                .hasMessage("no simulated board is called 'main': there is none");
    }

    @Test
    void aBoardThatHasOnlySeenAWrongConfigurationHasNoPins() {
        var wrong = new SimBoard(registry.bundle(), Map.of("service.pid", SimConfig.PID + "~wrong", "twin", "x"));
        boards.add(wrong);

        assertThatThrownBy(() -> set("wrong/1", "high"))
                .hasMessage("wrong/1: wrong has no right configuration yet, see gpio:boards");
    }

    @Test
    void offersBoardsAndPins() {
        var pins = new SimPinCompleter();
        assertThat(pins.offered(boards.get(0)))
                .startsWith("cmd/0")
                .endsWith("cmd/7")
                .hasSize(8);
        assertThat(new SimTargetCompleter().offered(boards.get(0)))
                .startsWith("cmd", "cmd/0")
                .hasSize(9);
    }
}
