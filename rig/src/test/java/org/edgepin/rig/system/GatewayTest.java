// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.edgepin.linux.Errno;
import org.edgepin.rig.SimulatedBus;
import org.edgepin.rig.SimulatedChip;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole gateway on a kernel with a Raspberry Pi's chip and a GL20's SMBus, installed as a user does who follows the
 * guide: from the wire to the message and back, through faults, an upgrade, and without its groups.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatewayTest {

    private static final String PI = "pinctrl-bcm2711";
    private static final int PI_LINES = 58;
    private static final String SMBUS = "SMBus I801 adapter at f040";

    /** The GL20's pin 0 is the highest bit of the expander's port. */
    private static final int GL20_PIN_0 = 1 << 7;

    private SimulatedChip pi = SimulatedChip.plugIn(PI, PI_LINES);
    private final SimulatedBus gl20 = new SimulatedBus();
    private final Messages messages;
    private final Installed gateway;

    GatewayTest(@TempDir Path folder) throws IOException, InterruptedException, MqttException {
        gl20.plugIn(SMBUS);
        messages = new Messages(folder);
        gateway = new Installed(List.of(
                Files.writeString(
                        folder.resolve("org.edgepin.gpio.rpi-main.cfg"),
                        "inputs = 5,6U\noutputs = 17,27L\npin.6.name = door\n"),
                Files.writeString(folder.resolve("org.edgepin.gpio.gl20-gl20.cfg"), "poll_ms = 20\n"),
                Files.writeString(folder.resolve("org.edgepin.gpio.broker.cfg"), "enabled = false\n"),
                mqtt(folder, "main"),
                mqtt(folder, "gl20")));
    }

    private static Path mqtt(Path folder, String board) throws IOException {
        return Files.writeString(
                folder.resolve("org.edgepin.gpio.mqtt-" + board + ".cfg"),
                "broker = tcp://127.0.0.1:1883\nthing = " + board + "\nboard = " + board + "\n");
    }

    @BeforeAll
    void bothBoardsAreUp() {
        messages.expect("edgepin/main/board", "\"up\"");
        messages.expect("edgepin/gl20/board", "\"up\"");
    }

    @AfterAll
    void nothingIsLeft() throws Exception {
        gateway.uninstall();
        messages.close();
        pi.close();
        gl20.close();
        for (var path : List.of(
                "/opt/edgepin",
                "/etc/edgepin",
                "/var/lib/edgepin",
                "/var/log/edgepin",
                "/etc/systemd/system/edgepin.service",
                "/etc/udev/rules.d/60-edgepin.rules")) {
            assertThat(Path.of(path)).doesNotExist();
        }
        assertThat(Files.readAllLines(Path.of("/etc/passwd"))).noneMatch(line -> line.startsWith("edgepin:"));
    }

    @Test
    @Order(1)
    void runsAsAUserOfItsOwnWithoutAComplaint() throws IOException {
        assertThat(gateway.complaints()).isEmpty();
        assertThat(gateway.journal()).contains("/etc/edgepin");
        assertThat(Files.getOwner(Path.of(
                                "/proc", Guide.read(Path.of("/run/edgepin.pid")).strip()))
                        .getName())
                .isEqualTo("edgepin");
    }

    @Test
    @Order(2)
    void aWireBecomesAMessage() {
        messages.expect("gpio/main/5/state", "0");
        pi.high(5);
        messages.expect("gpio/main/5/state", "1");
        messages.expect("edgepin/main/5/edge", "\"level\": 1, \"sequence\": 1");

        messages.expect("gpio/gl20/0/state", "1");
        gl20.holdLow(GL20_PIN_0);
        messages.expect("gpio/gl20/0/state", "0");
        gl20.holdLow(0);
        messages.expect("gpio/gl20/0/state", "1");
    }

    @Test
    @Order(3)
    void aMessageMovesALine() throws MqttException {
        messages.send("gpio/main/27/write", "1");
        await().atMost(Installed.PATIENCE).until(() -> pi.line(27).high());
        messages.send("gpio/main/27/write", "0");
        await().atMost(Installed.PATIENCE).until(() -> !pi.line(27).high());
        assertThat(pi.line(27).changes()).isEqualTo(2);

        messages.send("gpio/gl20/6/write", "0");
        await().atMost(Installed.PATIENCE).until(() -> (latch() & 3) == 1);
        messages.send("gpio/gl20/6/write", "1");
        await().atMost(Installed.PATIENCE).until(() -> (latch() & 3) == 3);
    }

    /** The output register of the expander's port 0. */
    private int latch() {
        return Integer.parseInt(gl20.registers().split(" ", -1)[2], 16);
    }

    @Test
    @Order(4)
    void theConsoleShowsTheChipAndThatAllIsWell() throws IOException {
        assertThat(gateway.console("gpio:doctor").lines())
                .contains(" ok     user    edgepin, in groups gpio, i2c, spi")
                .last()
                .isEqualTo("All is well.");
        assertThat(gateway.console("gpio:chips --no-format").lines())
                .contains(name(pi) + "\t" + PI + "\t" + PI_LINES + "\t4\t4\tmain\t");
        assertThat(gateway.console("gpio:chips --no-format " + PI).lines())
                .contains(name(pi) + "\t6\tGPIO6\tedgepin\tmain/6 door\tinput, pull-up, edges both");
    }

    private static String name(SimulatedChip chip) {
        return String.valueOf(chip.device().getFileName());
    }

    @Test
    @Order(5)
    void theGl20FailsAloneForTenSecondsAndComesBack() throws MqttException {
        var since = System.nanoTime();
        gl20.fail(Errno.ENXIO);
        messages.expect("edgepin/gl20/board", "\"away\"");
        var tried = gl20.transfers();
        var high = false;
        do {
            high = !high;
            var level = high;
            messages.send("gpio/main/27/write", high ? "1" : "0");
            await().atMost(Installed.PATIENCE).until(() -> pi.line(27).high() == level);
        } while (System.nanoTime() - since < TimeUnit.SECONDS.toNanos(10) || !high);
        assertThat(gl20.transfers()).as("still trying").isGreaterThan(tried);
        gl20.fail(0);
        messages.expect("edgepin/gl20/board", "\"up\"");

        assertThat(gateway.outages("gl20"))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("board gl20 is away, still trying: "),
                        line -> assertThat(line).startsWith("board gl20 is back: "));
        assertThat(gateway.outages("main")).isEmpty();
    }

    @Test
    @Order(6)
    void theChipComesBackUnderAnotherNumber() throws IOException, InterruptedException, MqttException {
        var before = pi.device();
        pi.close();
        messages.expect("edgepin/main/board", "\"away\"");
        try (var other = SimulatedChip.plugIn("other", 4)) {
            messages.send("gpio/gl20/6/write", "0");
            await().atMost(Installed.PATIENCE).until(() -> (latch() & 3) == 1);
            pi = SimulatedChip.plugIn(PI, PI_LINES);
            assertThat(pi.device()).isNotEqualTo(before).isNotEqualTo(other.device());
            Guide.run("udevadm trigger");
            messages.expect("edgepin/main/board", "\"up\"");
        }

        pi.high(6);
        pi.low(6);
        messages.expect("gpio/main/6/state", "0");
        messages.send("gpio/main/27/write", "1");
        await().atMost(Installed.PATIENCE).until(() -> pi.line(27).high());
        assertThat(gateway.outages("main"))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("board main is away, still trying: "),
                        line -> assertThat(line).startsWith("board main is back: "));
        assertThat(gateway.outages("gl20")).hasSize(2); // those of the test before
    }

    /** The chip keeps the level of a line that nobody holds; docs/decisions/adoption.md says which do. */
    @Test
    @Order(7)
    void aHundredRestartsOfTheProvidersBundlesMoveNothing() throws Exception {
        messages.send("gpio/main/17/write", "1");
        messages.send("gpio/gl20/7/write", "0");
        await().atMost(Installed.PATIENCE).until(() -> pi.line(17).high() && (latch() & 1) == 0);
        var moved = pi.line(17).changes() + pi.line(27).changes();
        var changed = gl20.changes();
        var written = gl20.writes();
        var levels = gl20.registers();

        for (var round = 0; round < 100; round++) {
            var mains = gateway.starts("main");
            var gl20s = gateway.starts("gl20");
            gateway.console("bundle:restart org.edgepin.gpio.provider.rpi org.edgepin.gpio.provider.gl20");
            await().atMost(Installed.PATIENCE)
                    .until(() -> gateway.starts("main") > mains && gateway.starts("gl20") > gl20s);
        }

        assertThat(pi.line(17).high()).isTrue();
        assertThat(pi.line(27).high()).isTrue();
        assertThat(pi.line(17).changes() + pi.line(27).changes()).isEqualTo(moved);
        assertThat(gl20.changes()).isEqualTo(changed);
        assertThat(gl20.writes()).as("not even with the same value").isEqualTo(written);
        assertThat(gl20.registers()).isEqualTo(levels);
        messages.send("gpio/main/17/write", "0");
        messages.send("gpio/gl20/7/write", "1");
        await().atMost(Installed.PATIENCE).until(() -> !pi.line(17).high() && (latch() & 1) != 0);
    }

    @Test
    @Order(8)
    void anUpgradeMovesNothing() throws Exception {
        messages.send("gpio/gl20/6/write", "0");
        await().atMost(Installed.PATIENCE).until(() -> (latch() & 3) == 1);
        var lamp = pi.line(27);
        var moved = pi.line(17).changes();
        var writes = gl20.changes();

        Guide.follow("Upgrade");
        gateway.awaitUp(2);
        messages.expect("edgepin/main/board", "\"up\"");
        messages.expect("edgepin/gl20/board", "\"up\"");

        assertThat(latch() & 3).isEqualTo(1);
        assertThat(gl20.changes()).isEqualTo(writes);
        // 27L says that a start switches it off; 17, without a letter, has not moved
        assertThat(lamp.high()).isTrue();
        assertThat(pi.line(27).high()).isFalse();
        assertThat(pi.line(17).changes()).isEqualTo(moved);
    }

    @Test
    @Order(9)
    void withoutItsGroupsItNamesThemAndWhatMendsIt() throws Exception {
        Guide.run("systemctl stop edgepin; usermod -G '' edgepin; systemctl start edgepin");
        gateway.awaitUp(3);
        messages.expect("edgepin/main/board", "edgepin is not in group gpio");
        messages.expect("edgepin/gl20/board", "edgepin is not in group i2c");
        assertThat(gateway.console("gpio:doctor"))
                .contains(
                        "edgepin is not in group gpio",
                        "                sudo usermod -aG gpio edgepin",
                        "                sudo systemctl restart edgepin");

        Guide.run("sudo usermod -aG gpio edgepin; sudo usermod -aG i2c edgepin; sudo systemctl restart edgepin");
        messages.expect("edgepin/main/board", "\"up\"");
        messages.expect("edgepin/gl20/board", "\"up\"");
    }
}
