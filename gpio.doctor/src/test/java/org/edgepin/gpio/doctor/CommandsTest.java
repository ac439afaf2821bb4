// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.support.CommandException;
import org.edgepin.linux.ChipInfo;
import org.edgepin.linux.EventClock;
import org.edgepin.linux.LineBias;
import org.edgepin.linux.LineDirection;
import org.edgepin.linux.LineDrive;
import org.edgepin.linux.LineEdges;
import org.edgepin.linux.LineInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

    private static final Chip PI = chip(
            0,
            "pinctrl-bcm2711",
            new LineInfo(
                    0,
                    "ID_SDA",
                    "",
                    true,
                    LineDirection.INPUT,
                    false,
                    LineBias.PULL_UP,
                    LineDrive.PUSH_PULL,
                    LineEdges.NONE,
                    Duration.ZERO,
                    EventClock.MONOTONIC),
            new LineInfo(
                    1,
                    "GPIO1",
                    "gpiomon",
                    true,
                    LineDirection.INPUT,
                    true,
                    LineBias.DISABLED,
                    LineDrive.PUSH_PULL,
                    LineEdges.BOTH,
                    Duration.ofMillis(5),
                    EventClock.MONOTONIC),
            new LineInfo(
                    2,
                    "",
                    "",
                    false,
                    LineDirection.OUTPUT,
                    false,
                    LineBias.AS_IS,
                    LineDrive.OPEN_DRAIN,
                    LineEdges.NONE,
                    Duration.ZERO,
                    EventClock.MONOTONIC));
    private static final Chip OTHER = chip(1, "raspberrypi-exp-gpio");
    private static final Chip CLOSED =
            new Chip(Path.of("/dev/gpiochip2"), Optional.empty(), List.of(), Optional.of("permission denied"));
    private static final Ours NOTHING = new Ours(null);

    private static Chip chip(int number, String label, LineInfo... lines) {
        var name = "gpiochip" + number;
        var info = new ChipInfo(Path.of("/dev", name), name, label, lines.length);
        return new Chip(info.device(), Optional.of(info), List.of(lines), Optional.empty());
    }

    private final Paper paper = new Paper();

    @Test
    void listsChipsForScriptsWithWhatIsWrong() {
        ChipsCommand.showChips(paper.screen, List.of(PI, OTHER, CLOSED), NOTHING, true);

        assertThat(paper.printed().lines())
                .containsExactly(
                        "gpiochip0\tpinctrl-bcm2711\t3\t2\t0\t\t",
                        "gpiochip1\traspberrypi-exp-gpio\t0\t0\t0\t\t",
                        "gpiochip2\t\t\t\t\t\tpermission denied");
    }

    @Test
    void aChipThatMayNotBeOpenedIsInTheTableAndItsProblemBelow() {
        ChipsCommand.showChips(paper.screen, List.of(PI, CLOSED), NOTHING, false);

        assertThat(paper.printed().lines())
                .contains("gpiochip0 | pinctrl-bcm2711 | 3     | 2      | 0")
                .anyMatch(line -> line.startsWith("gpiochip2 |"))
                .last()
                .isEqualTo("gpiochip2: permission denied");
    }

    @Test
    void aMachineWithoutChipsSaysSo() {
        ChipsCommand.showChips(paper.screen, List.of(), NOTHING, false);

        assertThat(paper.printed()).startsWith("The kernel has no GPIO chip here; simulated boards need none.");
    }

    @Test
    void showsLinesAsGpioinfoDoes() {
        ChipsCommand.showLines(paper.screen, List.of(PI), NOTHING, true);

        assertThat(paper.printed().lines())
                .containsExactly(
                        "gpiochip0\t0\tID_SDA\tkernel\t\tinput, pull-up",
                        "gpiochip0\t1\tGPIO1\tgpiomon\t\tinput, no bias, active-low, edges both, debounce 5000 us",
                        "gpiochip0\t2\t\t\t\toutput, open-drain");
    }

    @Test
    void headsTheLinesOfEachChipWithItsLabel() {
        ChipsCommand.showLines(paper.screen, List.of(PI, CLOSED), NOTHING, false);

        assertThat(paper.printed().lines())
                .startsWith("gpiochip0 [pinctrl-bcm2711], 3 lines")
                .last()
                .isEqualTo("gpiochip2: permission denied");
    }

    @Test
    void aChipIsCalledByNameNumberNodeOrLabel() throws CommandException {
        for (var word : List.of("gpiochip0", "0", "/dev/gpiochip0", "pinctrl-bcm2711")) {
            assertThat(ChipsCommand.called(List.of(word, "gpiochip0"), List.of(PI, OTHER)))
                    .containsExactly(PI);
        }
    }

    @Test
    void aWrongNameIsAnsweredWithTheRightOnes() {
        assertThatThrownBy(() -> ChipsCommand.called(List.of("pinctrl-rp1"), List.of(PI, OTHER)))
                .isInstanceOf(CommandException.class)
                .hasMessage("no chip is called 'pinctrl-rp1'; there are gpiochip0 [pinctrl-bcm2711],"
                        + " gpiochip1 [raspberrypi-exp-gpio]");
        assertThatThrownBy(() -> ChipsCommand.called(List.of("0"), List.of()))
                .hasMessage("no chip is called '0'; there is none");
    }

    @Test
    void tabOffersNamesAndLabels() {
        assertThat(ChipCompleter.offers(List.of(PI, chip(3, "two words"), CLOSED)))
                .extracting(Candidate::value)
                .containsExactly("gpiochip0", "pinctrl-bcm2711", "gpiochip3", "gpiochip2");
    }

    @Test
    void theDoctorSaysThatAllIsWell() throws CommandException {
        DoctorCommand.report(
                paper.screen,
                List.of(Finding.ok("GPIO", "a chip"), Finding.missing(false, "SPI", "off", "switch it on")),
                false);

        assertThat(paper.printed().lines())
                .containsExactly(
                        " ok     GPIO    a chip",
                        " note   SPI     off",
                        "                switch it on",
                        "All is well.");
    }

    @Test
    void theDoctorFailsIfSomethingIsWrong() {
        var findings = List.of(Finding.missing(true, "GPIO", "no group", "sudo a", "sudo b"));

        assertThatThrownBy(() -> DoctorCommand.report(paper.screen, findings, true))
                .isInstanceOf(CommandException.class)
                .hasMessage("one thing is wrong, see above");
        assertThat(paper.printed().lines()).containsExactly("wrong\tGPIO\tno group\tsudo a && sudo b");
    }

    @Test
    void theFilesOfBoardsAreToldFromOthers(@TempDir Path etc) throws IOException {
        for (var name : List.of(
                "org.edgepin.gpio.rpi-main.cfg",
                "org.edgepin.gpio.gl20-hall.cfg",
                "org.edgepin.gpio.mqtt-main.cfg",
                "org.edgepin.gpio.rpi-main.cfg.old",
                "org.edgepin.gpio.broker.cfg")) {
            Files.createFile(etc.resolve(name));
        }

        assertThat(DoctorCommand.boardFiles(etc))
                .containsExactly("org.edgepin.gpio.gl20-hall.cfg", "org.edgepin.gpio.rpi-main.cfg");
        assertThat(DoctorCommand.boardFiles(etc.resolve("absent"))).isEmpty();
    }
}
