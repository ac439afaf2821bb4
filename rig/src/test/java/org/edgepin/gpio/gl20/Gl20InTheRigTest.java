// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.contract.BoardProperties;
import org.edgepin.gpio.contract.Events;
import org.edgepin.gpio.contract.Registry;
import org.edgepin.linux.Errno;
import org.edgepin.linux.GpioChip;
import org.edgepin.linux.LineSettings;
import org.edgepin.linux.SmBus;
import org.edgepin.rig.KeeperLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to a board when things happen to its bus. */
class Gl20InTheRigTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KeeperLog log = new KeeperLog();
    private final WiredGl20 gl20 = new WiredGl20();
    private final List<Gl20Board> boards = new ArrayList<>();

    @AfterEach
    void close() {
        boards.forEach(Gl20Board::close);
        gl20.close();
        log.close();
    }

    private Gl20Board open(Registry registry, Events events, String name, String... lines) {
        var board = new Gl20Board(registry.bundle(), BoardProperties.of(Gl20Config.PID, name, lines));
        board.bindEdgeBus(events);
        boards.add(board);
        return board;
    }

    private void close(Gl20Board board) {
        boards.remove(board);
        board.close();
    }

    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    private static void awaitProblem(Gl20Board board, String problem) {
        patiently().untilAsserted(() -> assertThat(board.status().problem().orElse(""))
                .contains(problem));
    }

    private static int descriptors() {
        return Objects.requireNonNull(Path.of("/proc/self/fd").toFile().list()).length;
    }

    /** As left by whoever has used the chip before; port 1 has something of its own. */
    private void use(int bus, int latch) throws Exception {
        try (var chip = SmBus.open(Path.of("/dev/i2c-" + bus), LinuxPorts.ADDRESS)) {
            chip.writeByte(2, latch);
            chip.writeByte(6, 0xFC);
            chip.writeByte(3, 0x5A);
            chip.writeByte(7, 0x0F);
        }
    }

    @Test
    void aHundredRestartsMoveNothing() throws Exception {
        use(gl20.plugIn(), 0xFD);
        var registers = gl20.wires.registers();
        var changes = gl20.wires.changes();
        var writes = gl20.wires.writes();
        for (var round = 0; round < 100; round++) {
            var registry = new Registry(PATIENCE);
            var board = open(registry, new Events(PATIENCE), "dio", "poll_ms = 1");
            var controller = registry.controller();
            assertThat(controller.state(new PinId("dio", 6)).driven()).contains(Level.LOW);
            assertThat(controller.state(new PinId("dio", 7)).driven()).contains(Level.HIGH);
            close(board);
        }

        assertThat(gl20.wires.registers()).isEqualTo(registers);
        assertThat(gl20.wires.changes()).as("changes of any pin").isEqualTo(changes);
        assertThat(gl20.wires.writes()).as("writes to the expander").isEqualTo(writes);
    }

    @Test
    void port1IsLeftToWhomItBelongs() throws Exception {
        use(gl20.plugIn(), 0xFF);
        var registry = new Registry(PATIENCE);
        open(registry, new Events(PATIENCE), "dio");

        registry.controller().write(Map.of(new PinId("dio", 6), Level.LOW, new PinId("dio", 7), Level.LOW));

        assertThat(gl20.register(2)).isEqualTo(0xFC);
        assertThat(gl20.register(3)).isEqualTo(0x5A);
        assertThat(gl20.register(7)).isEqualTo(0x0F);
        assertThat(gl20.register(6)).isEqualTo(0xFC);
    }

    @Test
    void aReadIsOneTransferAndAWriteIsOne() throws Exception {
        use(gl20.plugIn(), 0xFF);
        var registry = new Registry(PATIENCE);
        open(registry, new Events(PATIENCE), "dio", "poll_ms = 60000");
        var controller = registry.controller();
        // the loop's one look
        patiently().until(() -> {
            var before = gl20.wires.transfers();
            controller.read(Set.of(new PinId("dio", 0), new PinId("dio", 7)));
            return gl20.wires.transfers() == before + 1;
        });
        var before = gl20.wires.transfers();

        controller.write(Map.of(new PinId("dio", 6), Level.LOW, new PinId("dio", 7), Level.LOW));

        assertThat(gl20.wires.transfers()).isEqualTo(before + 1);
    }

    @Test
    void aChipThatDoesNotAcknowledgeForAWhileTakesDownItsBoardOnly() throws Exception {
        try (var other = new WiredGl20()) {
            var bus = gl20.plugIn();
            var otherBus = other.plugIn();
            use(bus, 0xFE);
            use(otherBus, 0xFF);
            var registry = new Registry(PATIENCE);
            var otherRegistry = new Registry(PATIENCE);
            var otherEvents = new Events(PATIENCE);
            var board = open(registry, new Events(PATIENCE), "broken", "i2c_bus = " + bus, "poll_ms = 1");
            open(otherRegistry, otherEvents, "sound", "i2c_bus = " + otherBus, "poll_ms = 1");
            registry.controller();
            otherRegistry.controller();

            for (var errno : List.of(Errno.ENXIO, Errno.ETIMEDOUT)) {
                log.clear();
                gl20.wires.fail(errno);
                registry.awaitNone();
                awaitProblem(board, Errno.name(errno));
                // several attempts
                var transfers = gl20.wires.transfers();
                patiently().until(() -> gl20.wires.transfers() >= transfers + 6);
                var edges = otherEvents.edges(new PinId("sound", 0)).size();
                other.drive(0, other.seen(0).inverse());
                otherEvents.awaitEdge(new PinId("sound", 0), edges + 1);
                gl20.wires.fail(0);

                assertThat(registry.controller().state(new PinId("broken", 7)).driven())
                        .contains(Level.LOW);
                patiently().until(() -> board.status().problem().isEmpty());
                assertThat(log.lines())
                        .satisfiesExactly(
                                it -> assertThat(it)
                                        .startsWith("WARNING board broken is away, still trying: cannot read 0x00"),
                                it -> assertThat(it)
                                        .startsWith("INFO board broken is back: HPE GL20, /dev/i2c-" + bus));
            }
            assertThat(otherRegistry.ups()).isEqualTo(1);
            assertThat(gl20.register(2)).isEqualTo(0xFE);
        }
    }

    @Test
    void anAdapterThatVanishesIsFoundAgainUnderAnotherNumber() throws Exception {
        use(gl20.plugIn(), 0xFD);
        var registry = new Registry(PATIENCE);
        var events = new Events(PATIENCE);
        var board = open(registry, events, "dio", "poll_ms = 1");
        registry.controller();
        log.clear();

        gl20.wires.unplug();
        registry.awaitNone();
        awaitProblem(board, "no I2C adapter is called \"SMBus I801 adapter at ...\"; set i2c_bus, or load i2c-i801");
        gl20.wires.plugIn(77, WiredGl20.I801);

        var again = registry.controller();
        assertThat(board.status().location()).isEqualTo("/dev/i2c-77 [" + WiredGl20.I801 + "] 0x27");
        assertThat(again.state(new PinId("dio", 6)).driven()).contains(Level.LOW);
        gl20.drive(0, Level.LOW);
        assertThat(events.awaitEdge(new PinId("dio", 0), 1).edge()).isEqualTo(Edge.FALLING);
        patiently().until(() -> log.lines().size() == 2);
        assertThat(log.lines().get(0)).startsWith("WARNING board dio is away");
        assertThat(log.lines().get(1)).startsWith("INFO board dio is back");
    }

    @Test
    void manyAttemptsLeaveNothingOpen() throws Exception {
        use(gl20.plugIn(), 0xFD);
        for (var round = 0; round < 21; round++) {
            var registry = new Registry(PATIENCE);
            var board = open(registry, new Events(PATIENCE), "dio", "poll_ms = 1");
            registry.controller();
            gl20.wires.fail(Errno.ENXIO);
            registry.awaitNone();
            awaitProblem(board, "no acknowledge");
            close(board);
            gl20.wires.fail(0);
        }
        var before = descriptors();
        for (var round = 0; round < 5; round++) {
            var registry = new Registry(PATIENCE);
            var board = open(registry, new Events(PATIENCE), "dio", "poll_ms = 1");
            registry.controller();
            close(board);
        }
        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void wiresThatAreConfiguredOtherwiseAreLeftAlone() throws Exception {
        var bus = gl20.plugIn();
        use(bus, 0xFF);
        try (var chip = SmBus.open(Path.of("/dev/i2c-" + bus), LinuxPorts.ADDRESS)) {
            chip.writeByte(6, 0xF0);
        }
        var writes = gl20.wires.writes();
        var board = open(new Registry(PATIENCE), new Events(PATIENCE), "dio");

        awaitProblem(
                board,
                "/dev/i2c-" + bus + " [" + WiredGl20.I801
                        + "] 0x27 has 0xF0 in its configuration register 0x06 instead of 0xFC");
        assertThat(gl20.wires.writes()).isEqualTo(writes);
    }

    @Test
    void theLinesOfTheKernelsDriverAreUsedIfItHasTheChip() throws Exception {
        var bus = gl20.plugIn();
        use(bus, 0xFD);
        WiredGl20.bind(bus, "pca9535");
        var changes = gl20.wires.changes();
        var registry = new Registry(PATIENCE);
        var board = open(registry, new Events(PATIENCE), "dio");
        var controller = registry.controller();

        assertThat(board.status().location())
                .matches("/dev/gpiochip[0-9]+ \\[" + bus + "-0027] of the kernel's driver");
        assertThat(controller.state(new PinId("dio", 6)).driven()).contains(Level.LOW);
        gl20.drive(0, Level.LOW);
        gl20.drive(5, Level.LOW);
        assertThat(controller.read(new PinId("dio", 0))).isEqualTo(Level.LOW);
        assertThat(controller.read(new PinId("dio", 1))).isEqualTo(Level.HIGH);
        assertThat(controller.read(new PinId("dio", 5))).isEqualTo(Level.LOW);
        assertThat(gl20.wires.changes()).as("changes of outputs").isEqualTo(changes + 2);
        controller.write(new PinId("dio", 7), Level.LOW);
        assertThat(gl20.register(2)).isEqualTo(0xFC);
        controller.write(new PinId("dio", 6), Level.HIGH);
        assertThat(gl20.register(2)).isEqualTo(0xFE);
    }

    @Test
    void anOutputHeldLowIsNotLatchedLowByTheKernelsDriver() throws Exception {
        var bus = gl20.plugIn();
        use(bus, 0xFF);
        gl20.drive(6, Level.LOW);
        WiredGl20.bind(bus, "pca9535");
        var registry = new Registry(PATIENCE);
        open(registry, new Events(PATIENCE), "dio");
        var controller = registry.controller();

        controller.write(new PinId("dio", 7), Level.LOW);
        assertThat(gl20.register(2) & Port.OUTPUTS).isEqualTo(0b10);

        controller.write(new PinId("dio", 6), Level.LOW);
        assertThat(gl20.register(2) & Port.OUTPUTS).isEqualTo(0b00);
    }

    @Test
    void afterPowerOnTheKernelsDriverMakesTheOutputs() throws Exception {
        var bus = gl20.plugIn();
        WiredGl20.bind(bus, "pca9535");
        var changes = gl20.wires.changes();
        var registry = new Registry(PATIENCE);
        open(registry, new Events(PATIENCE), "dio");
        registry.controller();

        assertThat(gl20.register(6)).isEqualTo(0xFC);
        assertThat(gl20.register(2) & Port.OUTPUTS).isEqualTo(Port.OUTPUTS);
        assertThat(gl20.wires.changes()).isEqualTo(changes);
    }

    @Test
    void whoHoldsALineOfTheKernelsDriverIsNamed() throws Exception {
        var bus = gl20.plugIn();
        use(bus, 0xFF);
        WiredGl20.bind(bus, "pca9535");
        var registry = new Registry(PATIENCE);
        try (var chip = GpioChip.withLabel(bus + "-0027").orElseThrow();
                var theirs = chip.request("watchman", Map.of(7, LineSettings.input()))) {
            assertThat(theirs.offsets()).containsExactly(7);
            awaitProblem(open(registry, new Events(PATIENCE), "dio"), "7 is held by \"watchman\"");
        }
        registry.controller();
    }

    @Test
    void aDriverWithoutLinesIsNamedWithTheCommandThatFreesTheChip() throws Exception {
        var bus = gl20.plugIn();
        use(bus, 0xFF);
        WiredGl20.bind(bus, "dummy");
        var registry = new Registry(PATIENCE);
        var board = open(registry, new Events(PATIENCE), "dio");
        awaitProblem(board, "the kernel's driver dummy has it");
        assertThat(board.status().state()).isEqualTo(BoardStatus.State.AWAY);

        var command = board.status().problem().orElse("").replaceFirst(".*To free the chip: ", "");
        var words = command.split(" ", -1);
        assertThat(words).hasSize(4).startsWith("echo", bus + "-0027", ">");
        Files.writeString(Path.of(words[3]), words[1]);

        registry.controller();
        assertThat(board.status().location()).startsWith("/dev/i2c-" + bus);
    }
}
