// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.edgepin.linux.ChipInfo;
import org.edgepin.linux.Errno;
import org.edgepin.linux.EventClock;
import org.edgepin.linux.GpioChip;
import org.edgepin.linux.LineBias;
import org.edgepin.linux.LineDirection;
import org.edgepin.linux.LineDrive;
import org.edgepin.linux.LineEdges;
import org.edgepin.linux.LineInfo;
import org.edgepin.linux.LineRequest;
import org.edgepin.linux.LineSettings;
import org.edgepin.linux.LinuxException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GpioChipTest {

    private final SimulatedChip soc = SimulatedChip.plugIn("pinctrl-bcm2711", 58);
    private final SimulatedChip expander = SimulatedChip.plugIn("raspberrypi-exp-gpio", 8);

    @AfterEach
    void unplug() {
        soc.close();
        expander.close();
    }

    @Test
    void allChipsAreListedInOrder() throws Exception {
        assertThat(GpioChip.list())
                .containsSubsequence(
                        new ChipInfo(soc.device(), name(soc), "pinctrl-bcm2711", 58),
                        new ChipInfo(expander.device(), name(expander), "raspberrypi-exp-gpio", 8));
        assertThat(GpioChip.devices()).containsSubsequence(soc.device(), expander.device());
    }

    private static String name(SimulatedChip chip) {
        return chip.device().getFileName().toString();
    }

    @Test
    void isFoundByItsLabel() throws Exception {
        try (GpioChip chip = GpioChip.withLabel("raspberrypi-exp-gpio").orElseThrow()) {
            assertThat((Object) chip.info().device()).isEqualTo(expander.device());
        }
        assertThat(GpioChip.withLabel("pinctrl-rp1")).isEmpty();
    }

    @Test
    void isFoundByTheNameOfALine() throws Exception {
        try (GpioChip chip = GpioChip.withLine("GPIO57").orElseThrow()) {
            assertThat((Object) chip.info().device()).isEqualTo(soc.device());
            assertThat(chip.find("GPIO57")).hasValue(57);
            assertThat(chip.find("GPIO58")).isEmpty();
        }
        assertThat(GpioChip.withLine("GPIO58")).isEmpty();
    }

    @Test
    void knowsAllItsLines() throws Exception {
        try (GpioChip chip = GpioChip.open(expander.device())) {
            List<LineInfo> lines = chip.lines();

            assertThat(lines).hasSize(8);
            assertThat(lines.get(5))
                    .isEqualTo(new LineInfo(
                            5,
                            "GPIO5",
                            "",
                            false,
                            LineDirection.INPUT,
                            false,
                            LineBias.AS_IS,
                            LineDrive.PUSH_PULL,
                            LineEdges.NONE,
                            Duration.ZERO,
                            EventClock.MONOTONIC));
        }
    }

    @Test
    void saysWhoHasALineAndHowItIsSet() throws Exception {
        LineSettings button = LineSettings.input()
                .withEdges(LineEdges.FALLING)
                .withBias(LineBias.PULL_UP)
                .withActiveLow(true)
                .withDebounce(Duration.ofMillis(7))
                .withClock(EventClock.REALTIME);
        LineSettings relay = LineSettings.output(false).withDrive(LineDrive.OPEN_DRAIN);
        try (GpioChip chip = GpioChip.open(soc.device());
                LineRequest lines = chip.request("greenhouse", Map.of(17, button, 27, relay))) {
            assertThat(lines.offsets()).containsExactly(17, 27);
            assertThat(chip.line(17))
                    .isEqualTo(new LineInfo(
                            17,
                            "GPIO17",
                            "greenhouse",
                            true,
                            LineDirection.INPUT,
                            true,
                            LineBias.PULL_UP,
                            LineDrive.PUSH_PULL,
                            LineEdges.FALLING,
                            Duration.ofMillis(7),
                            EventClock.REALTIME));
            assertThat(chip.line(27).direction()).isEqualTo(LineDirection.OUTPUT);
            assertThat(chip.line(27).drive()).isEqualTo(LineDrive.OPEN_DRAIN);
            assertThat(soc.line(17).bias()).isEqualTo("pull-up");
            assertThat(soc.line(27).drive()).isEqualTo("open-drain");
        }
    }

    @Test
    void aBusyLineIsRefusedWithTheNameOfItsHolder() throws Exception {
        LineSettings input = LineSettings.input();
        try (GpioChip chip = GpioChip.open(soc.device());
                LineRequest theirs = chip.request("gpiomon", Map.of(17, input, 18, input))) {
            assertThat(theirs.chip().label()).isEqualTo("pinctrl-bcm2711");
            assertThatThrownBy(() -> chip.request("edgepin", Map.of(16, input, 17, input, 18, input)))
                    .hasMessage("cannot request lines 16, 17, 18 of " + soc.device()
                            + ": 17 (GPIO17) is held by \"gpiomon\", 18 (GPIO18) is held by \"gpiomon\""
                            + " (EBUSY from GPIO_V2_GET_LINE_IOCTL)")
                    .extracting(e -> ((LinuxException) e).errno())
                    .isEqualTo(Errno.EBUSY);
            assertThat(chip.line(16).used()).isFalse();
        }
    }

    @Test
    void aLineIsFreeAgainAfterItsRequestIsClosed() throws Exception {
        try (GpioChip chip = GpioChip.open(soc.device())) {
            chip.request("first", Map.of(4, LineSettings.input())).close();
            chip.request("second", Map.of(4, LineSettings.input())).close();

            assertThat(chip.line(4).used()).isFalse();
        }
    }

    @Test
    void whatNoChipCouldGiveIsRefusedBeforeTheKernelIsAsked() throws Exception {
        try (GpioChip chip = GpioChip.open(expander.device())) {
            assertThatThrownBy(() -> chip.request("edgepin", Map.of(8, LineSettings.input())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("line 8, but " + expander.device() + " has 0 to 7");
            assertThatThrownBy(() -> chip.line(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> chip.request("edgepin", Map.of()))
                    .hasMessage("a request takes 1 to 64 lines, not 0");
            assertThatThrownBy(() -> chip.request("edgepin", Map.of(1, LineSettings.input()), 1025))
                    .hasMessage("the kernel keeps 1 to 1024 edges, not 1025");
            assertThatThrownBy(() -> chip.request("x".repeat(32), Map.of(1, LineSettings.input())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("at most 31 bytes");
        }
    }

    @Test
    void aClockThatTheKernelDoesNotHaveIsRefused() throws Exception {
        try (GpioChip chip = GpioChip.open(soc.device())) {
            assertThatThrownBy(() -> chip.request(
                            "edgepin",
                            Map.of(
                                    1,
                                    LineSettings.input()
                                            .withEdges(LineEdges.BOTH)
                                            .withClock(EventClock.HTE))))
                    .extracting(e -> ((LinuxException) e).errno())
                    .isEqualTo(Errno.EOPNOTSUPP);
        }
    }

    @Test
    void aRemovedChipSaysSoAndComesBackUnderAnotherNumber() throws Exception {
        SimulatedChip removable = SimulatedChip.plugIn("usb-gpio", 4);
        try (GpioChip chip = GpioChip.open(removable.device())) {
            removable.close();

            assertThatThrownBy(() -> chip.line(0))
                    .hasMessage("cannot ask about line 0 of " + removable.device()
                            + ": the device has gone (ENODEV from GPIO_V2_GET_LINEINFO_IOCTL)");
            assertThat(GpioChip.withLabel("usb-gpio")).isEmpty();
        }
        try (SimulatedChip other = SimulatedChip.plugIn("other", 4);
                SimulatedChip again = SimulatedChip.plugIn("usb-gpio", 4);
                GpioChip chip = GpioChip.withLabel("usb-gpio").orElseThrow()) {
            assertThat((Object) other.device()).isEqualTo(removable.device());
            assertThat((Object) chip.info().device()).isEqualTo(again.device()).isNotEqualTo(removable.device());
        }
    }

    @Test
    void afterClosingNothingWorksAndNothingElseIsTouched() throws Exception {
        GpioChip chip = GpioChip.open(soc.device());
        LineRequest line = chip.request("edgepin", Map.of(3, LineSettings.output(true)));
        chip.close();
        chip.close();

        assertThatThrownBy(() -> chip.line(3))
                .extracting(e -> ((LinuxException) e).errno())
                .isEqualTo(Errno.EBADF);
        line.setValue(3, false);
        assertThat(soc.line(3).high()).isFalse();
        line.close();
    }
}
