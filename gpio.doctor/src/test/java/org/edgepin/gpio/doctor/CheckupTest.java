// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edgepin.gpio.doctor.Finding.Kind.NOTE;
import static org.edgepin.gpio.doctor.Finding.Kind.OK;
import static org.edgepin.gpio.doctor.Finding.Kind.WRONG;
import static org.edgepin.gpio.doctor.Machines.absent;
import static org.edgepin.gpio.doctor.Machines.bare;
import static org.edgepin.gpio.doctor.Machines.devices;
import static org.edgepin.gpio.doctor.Machines.pi;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.doctor.Machine.Devices;
import org.edgepin.gpio.doctor.Machine.User;
import org.junit.jupiter.api.Test;

class CheckupTest {

    private static final Node CHIP = new Node(Path.of("/dev/gpiochip0"), "/dev/gpiochip0", "gpio", true, false);
    private static final BoardStatus SIMULATED = board("main", "sim", true, true, "");

    private static BoardStatus board(String name, String kind, boolean simulated, boolean up, String problem) {
        return new BoardStatus(
                name,
                simulated ? "Raspberry Pi (simulated)" : "Raspberry Pi 4 Model B",
                simulated,
                up ? BoardStatus.State.UP : BoardStatus.State.AWAY,
                Instant.EPOCH,
                up ? "/dev/gpiochip0 [pinctrl-bcm2711]" : "",
                "org.edgepin.gpio." + kind + "~" + name,
                problem.isEmpty() ? Optional.empty() : Optional.of(problem));
    }

    private static List<Finding> look(Machines machine, BoardStatus... boards) {
        return new Checkup(machine.made(), Optional.of(List.of(boards)), List.of(), Set.of(), Path.of("/opt/edgepin"))
                .findings();
    }

    private static Finding only(List<Finding> findings, Finding.Kind kind) {
        assertThat(findings).filteredOn(finding -> finding.kind() == kind).hasSize(1);
        return findings.stream()
                .filter(finding -> finding.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static List<Finding> about(String topic, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.about().equals(topic))
                .toList();
    }

    @Test
    void findsNothingOnAPiWhereAllIsWell() {
        assertThat(look(pi(), board("main", "rpi", false, true, ""))).allMatch(finding -> finding.kind() == OK);
    }

    @Test
    void saysWhatIsThere() {
        assertThat(look(pi(), board("main", "rpi", false, true, "")))
                .extracting(Finding::text)
                .containsExactly(
                        "Raspberry Pi 4 Model B Rev 1.4, Linux 6.1.0-rpi7-rpi-v8",
                        "edgepin, in groups gpio, i2c, spi",
                        "/dev/gpiochip0 [pinctrl-bcm2711]",
                        "/dev/i2c-1 [bcm2835 (i2c@7e804000)]",
                        "/dev/spidev0.0",
                        "main is up: Raspberry Pi 4 Model B, /dev/gpiochip0 [pinctrl-bcm2711]");
    }

    @Test
    void aMachineWithoutChipsIsWellAsLongAsItsBoardsAreSimulated() {
        var findings = look(bare(), SIMULATED);

        assertThat(findings).noneMatch(finding -> finding.kind() == WRONG);
        assertThat(about("GPIO", findings))
                .singleElement()
                .extracting(Finding::text)
                .isEqualTo("the kernel has no GPIO chip; simulated boards need none");
    }

    @Test
    void aRealBoardOnAMachineWithoutChipsIsNotWell() {
        var findings = look(bare(), board("main", "rpi", false, false, "no chip has the label pinctrl-rp1"));

        assertThat(about("GPIO", findings))
                .singleElement()
                .extracting(Finding::kind)
                .isEqualTo(WRONG);
        assertThat(about("boards", findings))
                .singleElement()
                .extracting(Finding::text)
                .isEqualTo("main is away; no chip has the label pinctrl-rp1");
    }

    @Test
    void aMissingGroupIsNamedWithTheCommandsThatMendIt() {
        var machine = pi().chips(devices(CHIP)).user(Machines.WITHOUT_GROUPS);

        var wrong = only(look(machine, board("main", "rpi", false, true, "")), WRONG);

        assertThat(wrong.text()).isEqualTo("/dev/gpiochip0: edgepin is not in group gpio");
        assertThat(wrong.remedy()).containsExactly("sudo usermod -aG gpio edgepin", "sudo systemctl restart edgepin");
    }

    @Test
    void aGroupThatNoBoardNeedsIsOnlyANote() {
        var machine = pi().chips(devices(CHIP)).user(Machines.WITHOUT_GROUPS);

        assertThat(about("GPIO", look(machine, SIMULATED)))
                .singleElement()
                .extracting(Finding::kind)
                .isEqualTo(NOTE);
    }

    @Test
    void aNewMemberOfTheGroupHasOnlyToRestart() {
        var user = new User("edgepin", false, Set.of(), Map.of("gpio", Set.of("edgepin")), false);
        var machine = pi().chips(devices(CHIP)).user(user);

        assertThat(about("GPIO", look(machine, board("main", "rpi", false, true, ""))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.text())
                            .isEqualTo(
                                    "/dev/gpiochip0: edgepin has come into group gpio after the gateway was started");
                    assertThat(finding.remedy()).containsExactly("# then log in anew and start the gateway again");
                });
        assertThat(about("boards", look(machine, board("main", "rpi", false, false, ""))))
                .extracting(Finding::text)
                .containsExactly("main is away");
    }

    @Test
    void aDeviceOfRootsNeedsTheRuleOfUdevAndPerhapsTheGroup() {
        var roots = new Node(Path.of("/dev/gpiochip0"), "/dev/gpiochip0", "root", false, false);
        var user = new User("edgepin", false, Set.of(), Map.of(), true);
        var machine = pi().chips(devices(roots)).user(user);

        assertThat(about("GPIO", look(machine, board("main", "rpi", false, true, ""))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.text())
                            .isEqualTo("/dev/gpiochip0: no group may use it, for want of a rule of udev");
                    assertThat(finding.remedy())
                            .containsExactly(
                                    "sudo groupadd --system gpio",
                                    "sudo cp /opt/edgepin/install/60-edgepin.rules /etc/udev/rules.d/",
                                    "sudo udevadm control --reload && sudo udevadm trigger",
                                    "sudo usermod -aG gpio edgepin",
                                    "sudo systemctl restart edgepin");
                });
    }

    @Test
    void devicesWithTheSameObstacleAreOneFinding() {
        var other = new Node(Path.of("/dev/gpiochip1"), "/dev/gpiochip1", "gpio", true, false);
        var machine = pi().chips(devices(CHIP, other)).user(Machines.WITHOUT_GROUPS);

        assertThat(about("GPIO", look(machine, SIMULATED)))
                .singleElement()
                .extracting(Finding::text)
                .isEqualTo("/dev/gpiochip0, /dev/gpiochip1: edgepin is not in group gpio");
    }

    @Test
    void adaptersWithoutNodesNeedI2cDev() {
        var machine = bare().i2c(absent("i2c-0"), false, false, "");

        var wrong = about("I2C", look(machine, board("gl20", "gl20", false, true, "")));

        assertThat(wrong).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(WRONG);
            assertThat(finding.text()).isEqualTo("i2c-0 cannot be used without the kernel's i2c-dev");
            assertThat(finding.remedy())
                    .containsExactly(
                            "sudo modprobe i2c-dev", "echo i2c-dev | sudo tee -a /etc/modules-load.d/edgepin.conf");
        });
    }

    @Test
    void theGl20sControllerNeedsItsDriver() {
        var machine = bare().i2c(Devices.NONE, true, true, "");

        assertThat(about("I2C", look(machine, board("gl20", "gl20", false, true, ""))))
                .singleElement()
                .extracting(finding -> finding.remedy().get(0))
                .isEqualTo("sudo modprobe i2c-i801");
    }

    @Test
    void aKernelDriverThatHasTheGl20sChipIsTold() {
        var machine = pi().i2c(pi().made().adapters(), true, false, "pca953x");

        assertThat(only(look(machine, SIMULATED), NOTE).text()).contains("driver pca953x has the chip at 0x27");
    }

    @Test
    void aPiSwitchesOnItsBuses() {
        var off = pi().i2c(Devices.NONE, false, false, "").spi(Devices.NONE, Devices.NONE);

        assertThat(look(off, SIMULATED).stream().flatMap(finding -> finding.remedy().stream()))
                .containsExactly("sudo raspi-config nonint do_i2c 0", "sudo raspi-config nonint do_spi 0");
    }

    @Test
    void oneWayToAMatrixBoardIsEnough() {
        var closed = devices(new Node(Path.of("/dev/spidev0.0"), "/dev/spidev0.0", "spi", true, false));
        var fpga = devices(new Node(Path.of("/dev/matrixio_regmap"), "/dev/matrixio_regmap", "spi", true, true));
        var board = board("matrix", "matrix", false, true, "");
        var machine = pi().user(Machines.WITHOUT_GROUPS);

        assertThat(about("SPI", look(machine.spi(closed, fpga), board)))
                .extracting(Finding::kind)
                .containsExactly(NOTE, OK);
        assertThat(about("SPI", look(machine.spi(closed, Devices.NONE), board)))
                .extracting(Finding::kind)
                .containsExactly(WRONG);
        assertThat(about("SPI", look(bare().spi(Devices.NONE, Devices.NONE), board)))
                .extracting(Finding::kind)
                .containsExactly(WRONG);
    }

    @Test
    void aContainerMustBeGivenItsDevices() {
        var container = bare().running("Linux", "6.1.0", true);
        var roots = new Node(Path.of("/dev/gpiochip0"), "/dev/gpiochip0", "998", false, false);

        assertThat(about("GPIO", look(container.chips(absent("gpiochip0", "gpiochip1")), SIMULATED)))
                .singleElement()
                .extracting(Finding::remedy)
                .isEqualTo(List.of("--device /dev/gpiochip0 --device /dev/gpiochip1"));
        assertThat(about("GPIO", look(container.chips(devices(roots)), SIMULATED)))
                .singleElement()
                .extracting(Finding::remedy)
                .isEqualTo(List.of("--group-add $(stat -c %g /dev/gpiochip0)"));
    }

    @Test
    void anOldKernelAndAnotherSystemAreTold() {
        var board = board("main", "rpi", false, true, "");

        assertThat(about("system", look(pi().running("Linux", "5.4.0-42-generic", false), board)))
                .singleElement()
                .extracting(Finding::kind)
                .isEqualTo(WRONG);
        assertThat(look(pi().running("Mac OS X", "14.5", false), SIMULATED))
                .extracting(Finding::about)
                .containsExactly("system", "boards");
    }

    @Test
    void aRefusedConfigurationIsWrongThoughTheBoardRuns() {
        assertThat(only(look(pi(), board("main", "rpi", false, true, "outputs: 99 is not a pin")), WRONG)
                        .text())
                .endsWith("; outputs: 99 is not a pin");
    }

    @Test
    void aFileThatNobodyReadsNamesTheFeature() {
        var checkup = new Checkup(
                pi().made(),
                Optional.of(List.of(SIMULATED)),
                List.of("org.edgepin.gpio.rpi-door.cfg", "org.edgepin.gpio.sim-main.cfg"),
                Set.of(),
                Path.of("/opt/edgepin"));

        var wrong = only(checkup.findings(), WRONG);

        assertThat(wrong.text())
                .isEqualTo("etc/org.edgepin.gpio.rpi-door.cfg makes no board: nothing runs that reads it;"
                        + " in this console");
        assertThat(wrong.remedy()).containsExactly("feature:install edgepin-rpi");
    }

    @Test
    void aFileThatMakesNoBoardThoughItsProviderRunsIsExplainedByTheLog() {
        var checkup = new Checkup(
                pi().made(),
                Optional.of(List.of()),
                List.of("org.edgepin.gpio.rpi-door.cfg"),
                Set.of("org.edgepin.gpio.provider.rpi"),
                Path.of("/opt/edgepin"));

        assertThat(only(checkup.findings(), WRONG).remedy()).containsExactly("log:display org.edgepin.gpio.rpi");
    }

    @Test
    void withoutTheServiceThatIsWhatIsWrong() {
        var checkup = new Checkup(pi().made(), Optional.empty(), List.of(), Set.of(), Path.of("/opt/edgepin"));

        assertThat(only(checkup.findings(), WRONG).remedy()).containsExactly("bundle:start org.edgepin.gpio.core");
    }

    @Test
    void withoutABoardItSaysHowToMakeOne() {
        assertThat(about("boards", look(pi())))
                .singleElement()
                .extracting(Finding::text)
                .asString()
                .startsWith("none is configured");
    }

    @Test
    void rootIsNotNeeded() {
        var root = new User("root", true, Set.of("root"), Map.of(), false);

        assertThat(only(look(pi().user(root), SIMULATED), NOTE).text()).startsWith("root, which");
    }
}
