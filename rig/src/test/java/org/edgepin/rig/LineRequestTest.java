// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.edgepin.linux.LineSettings.asIs;
import static org.edgepin.linux.LineSettings.input;
import static org.edgepin.linux.LineSettings.output;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.edgepin.linux.Errno;
import org.edgepin.linux.EventClock;
import org.edgepin.linux.GpioChip;
import org.edgepin.linux.LineBias;
import org.edgepin.linux.LineDrive;
import org.edgepin.linux.LineEdges;
import org.edgepin.linux.LineRequest;
import org.edgepin.linux.LineSettings;
import org.edgepin.linux.LinuxException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineRequestTest {

    private final SimulatedChip board = SimulatedChip.plugIn("pinctrl-bcm2711", 64);
    private final GpioChip chip;

    LineRequestTest() throws LinuxException {
        chip = GpioChip.open(board.device());
    }

    @AfterEach
    void unplug() {
        chip.close();
        board.close();
    }

    private LineRequest request(Map<Integer, LineSettings> lines) throws LinuxException {
        return chip.request("edgepin", lines);
    }

    @Test
    void readsWhatTheWorldApplies() throws Exception {
        try (LineRequest lines = request(Map.of(2, input(), 5, input(), 9, input()))) {
            board.high(5);
            assertThat(lines.values(lines.mask())).isEqualTo(0b010);
            assertThat(lines.value(5)).isTrue();

            board.low(5);
            board.high(9);
            assertThat(lines.values(lines.mask())).isEqualTo(0b100);
            assertThat(lines.values(lines.mask(2) | lines.mask(5))).isZero();
        }
    }

    @Test
    void aBiasDecidesTheLevelOfAnOpenLine() throws Exception {
        try (LineRequest lines = request(Map.of(
                1, input().withBias(LineBias.PULL_UP),
                2, input().withBias(LineBias.PULL_DOWN),
                3, input().withBias(LineBias.DISABLED)))) {
            assertThat(lines.values(lines.mask())).isEqualTo(0b001);
            assertThat(board.line(1).bias()).isEqualTo("pull-up");
            assertThat(board.line(2).bias()).isEqualTo("pull-down");
            assertThat(board.line(3).bias()).isEqualTo("none");

            lines.reconfigure(Map.of(1, input().withBias(LineBias.PULL_DOWN)));
            assertThat(lines.value(1)).isFalse();
        }
    }

    @Test
    void activeLowInvertsWhatIsReadAndWhatIsSet() throws Exception {
        try (LineRequest lines =
                request(Map.of(1, input().withActiveLow(true), 2, output(true).withActiveLow(true)))) {
            assertThat(lines.value(1)).isTrue();
            assertThat(board.line(2).high()).isFalse();

            lines.setValue(2, false);
            assertThat(board.line(2).high()).isTrue();
        }
    }

    @Test
    void setsOnlyWhatTheMaskSays() throws Exception {
        try (LineRequest lines = request(Map.of(1, output(false), 2, output(true), 3, output(true)))) {
            lines.setValues(lines.mask(1) | lines.mask(3), lines.mask(1) | lines.mask(2));

            assertThat(board.line(1).high()).isTrue();
            assertThat(board.line(2).high()).isTrue();
            assertThat(board.line(3).high()).isFalse();
            assertThat(board.line(2).changes()).isEqualTo(1);
            assertThat(lines.values(lines.mask())).isEqualTo(0b011);
        }
    }

    @Test
    void sixtyFourLinesAreOneRequest() throws Exception {
        Map<Integer, LineSettings> all = new HashMap<>();
        for (int line = 0; line < 64; line++) {
            all.put(line, output(line % 2 == 1));
        }
        try (LineRequest lines = request(all)) {
            assertThat(lines.mask()).isEqualTo(-1);
            assertThat(lines.values(-1)).isEqualTo(0xAAAA_AAAA_AAAA_AAAAL);

            lines.setValues(-1, 0x8000_0000_0000_0001L);
            assertThat(board.line(0).high()).isTrue();
            assertThat(board.line(62).high()).isFalse();
            assertThat(board.line(63).high()).isTrue();
        }
    }

    @Test
    void anOpenDrainOutputCanBeHeldLowFromOutside() throws Exception {
        try (LineRequest lines =
                request(Map.of(4, output(true).withDrive(LineDrive.OPEN_DRAIN).withBias(LineBias.PULL_UP)))) {
            assertThat(lines.value(4)).isTrue();

            board.low(4);
            assertThat(lines.value(4)).isFalse();

            board.open(4);
            assertThat(lines.value(4)).isTrue();
        }
    }

    @Test
    void anOutputHasItsValueBeforeItDrives() throws Exception {
        request(Map.of(7, input().withBias(LineBias.PULL_UP))).close();
        long changes = board.line(7).changes();

        try (LineRequest lines = request(Map.of(7, output(true)))) {
            assertThat(lines.value(7)).isTrue();
            assertThat(board.line(7).changes()).isEqualTo(changes);
        }
    }

    @Test
    void anOutputIsAdoptedWithoutATransition() throws Exception {
        for (boolean level : new boolean[] {true, false}) {
            request(Map.of(8, output(level))).close();
            SimulatedChip.Line before = board.line(8);
            assertThat(before.output()).as("keeps driving when released").isTrue();
            assertThat(before.high()).isEqualTo(level);

            try (LineRequest lines = request(Map.of(8, asIs()))) {
                assertThat(board.line(8)).isEqualTo(before);
                lines.reconfigure(Map.of(8, output(lines.value(8))));

                assertThat(lines.value(8)).isEqualTo(level);
                assertThat(board.line(8)).isEqualTo(before);
            }
        }
    }

    @Test
    void anOutputRequestedAsItIsCanBeSet() throws Exception {
        request(Map.of(8, output(true))).close();
        try (LineRequest lines = request(Map.of(8, asIs(), 9, asIs()))) {
            lines.setValue(8, false);
            assertThat(board.line(8).high()).isFalse();

            assertThatThrownBy(() -> lines.setValue(9, true))
                    .hasMessage("cannot set line 9 of " + board.device()
                            + ": requested as it is, and is an input (EPERM from GPIO_V2_LINE_SET_VALUES_IOCTL)");
        }
    }

    @Test
    void anInputCannotBeSetAndThenNothingIs() throws Exception {
        try (LineRequest lines = request(Map.of(1, input(), 2, output(false)))) {
            assertThatThrownBy(() -> lines.setValues(lines.mask(), -1 & lines.mask()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("cannot set line 1 of " + board.device() + ": not an output");
            assertThat(board.line(2).high()).isFalse();
        }
    }

    @Test
    void linesOfOthersAreNotInTheMask() throws Exception {
        try (LineRequest lines = request(Map.of(1, input(), 2, input()))) {
            assertThatThrownBy(() -> lines.value(3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("line 3 of " + board.device() + " is not among the requested [1, 2]");
            assertThatThrownBy(() -> lines.values(0b100)).hasMessage("mask 0x4 for 2 lines, which is 0x3");
            assertThatThrownBy(() -> lines.values(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void reconfiguringOneLineLeavesTheOutputsWhereTheyWereSet() throws Exception {
        try (LineRequest lines = request(Map.of(1, input(), 2, output(false), 3, output(true)))) {
            lines.setValues(lines.mask(2) | lines.mask(3), lines.mask(2));
            long changes2 = board.line(2).changes();
            long changes3 = board.line(3).changes();

            lines.reconfigure(Map.of(1, input().withBias(LineBias.PULL_UP)));

            assertThat(board.line(2).changes()).isEqualTo(changes2);
            assertThat(board.line(3).changes()).isEqualTo(changes3);
            assertThat(lines.settings(2)).isEqualTo(output(true));
            assertThat(lines.settings(3)).isEqualTo(output(false));
        }
    }

    @Test
    void anInputBecomesAnOutputOfTheValueSaid() throws Exception {
        try (LineRequest lines = request(Map.of(1, input().withBias(LineBias.PULL_UP)))) {
            long changes = board.line(1).changes();

            lines.reconfigure(Map.of(1, output(true)));
            assertThat(board.line(1).output()).isTrue();
            assertThat(board.line(1).changes()).isEqualTo(changes);

            lines.reconfigure(Map.of(1, input().withBias(LineBias.PULL_DOWN)));
            assertThat(lines.value(1)).isFalse();
        }
    }

    @Test
    void aFilterOfTheChipIsSwitchedOffWhenNoLongerWanted() throws Exception {
        LineSettings.Input filtered =
                input().withEdges(LineEdges.BOTH).withDebounce(Duration.of(700, ChronoUnit.MICROS));
        try (SimulatedChip filter = SimulatedChip.plugInWithFilter("intel-gpio", 4);
                GpioChip intel = GpioChip.open(filter.device());
                LineRequest lines = intel.request("edgepin", Map.of(1, filtered, 2, filtered))) {
            assertThat(filter.line(1).debounce()).isEqualTo(700);

            lines.reconfigure(Map.of(1, input().withEdges(LineEdges.BOTH)));

            assertThat(filter.line(1).debounce()).isZero();
            assertThat(filter.line(2).debounce()).isEqualTo(700);
            assertThat(intel.line(1).debounce()).isZero();
        }
    }

    @Test
    void aFilteredInputCanBecomeAnOutputAndIsNotFilteredWhenItIsAnInputAgain() throws Exception {
        LineSettings.Input filtered = input().withDebounce(Duration.of(700, ChronoUnit.MICROS));
        try (SimulatedChip filter = SimulatedChip.plugInWithFilter("intel-gpio", 4);
                GpioChip intel = GpioChip.open(filter.device());
                LineRequest lines = intel.request("edgepin", Map.of(1, filtered, 2, filtered))) {
            lines.reconfigure(Map.of(1, output(true)));
            assertThat(filter.line(1).high()).isTrue();
            lines.reconfigure(Map.of(2, output(false)));

            // without edges the kernel does not ask the chip
            lines.reconfigure(Map.of(1, input().withEdges(LineEdges.BOTH)));

            assertThat(filter.line(1).output()).isFalse();
            assertThat(filter.line(1).debounce()).isZero();
        }
    }

    @Test
    void aLineThatShallStayAsItIsDoes() throws Exception {
        try (LineRequest lines = request(Map.of(1, output(true)))) {
            lines.reconfigure(Map.of(1, asIs()));

            assertThat(lines.settings(1)).isEqualTo(output(true));
            assertThat(board.line(1).changes()).isEqualTo(1);
        }
    }

    @Test
    void aRefusedReconfigurationLeavesEverythingAsItWas() throws Exception {
        LineSettings impossible = input().withEdges(LineEdges.BOTH).withClock(EventClock.HTE);
        try (LineRequest lines = request(Map.of(1, output(true), 2, input().withBias(LineBias.PULL_UP)))) {
            assertThatThrownBy(() -> lines.reconfigure(Map.of(1, output(false), 2, impossible)))
                    .isInstanceOf(LinuxException.class)
                    .hasMessage("cannot reconfigure lines 1, 2 of " + board.device()
                            + ": not supported by the driver (EOPNOTSUPP from GPIO_V2_LINE_SET_CONFIG_IOCTL)")
                    .hasNoSuppressedExceptions();

            assertThat(lines.settings(1)).isEqualTo(output(true));
            assertThat(board.line(1).changes()).isEqualTo(1);
            assertThat(board.line(2).bias()).isEqualTo("pull-up");
        }
    }

    @Test
    void everythingFailsWithEnodevWhenTheChipIsRemoved() throws Exception {
        SimulatedChip removable = SimulatedChip.plugIn("usb-gpio", 4);
        try (GpioChip other = GpioChip.open(removable.device());
                LineRequest lines = other.request("edgepin", Map.of(0, output(true), 1, input()))) {
            removable.close();

            assertThatThrownBy(() -> lines.value(1))
                    .extracting(LineRequestTest::errno)
                    .isEqualTo(Errno.ENODEV);
            assertThatThrownBy(() -> lines.setValue(0, false))
                    .hasMessage("cannot set line 0 of " + removable.device()
                            + ": the device has gone (ENODEV from GPIO_V2_LINE_SET_VALUES_IOCTL)");
            assertThatThrownBy(() -> lines.reconfigure(Map.of(1, output(true))))
                    .extracting(LineRequestTest::errno)
                    .isEqualTo(Errno.ENODEV);
        }
    }

    @Test
    void everythingFailsWithEbadfAfterClosing() throws Exception {
        LineRequest lines = request(Map.of(1, output(true)));
        lines.close();
        lines.close();

        assertThatThrownBy(() -> lines.value(1))
                .extracting(LineRequestTest::errno)
                .isEqualTo(Errno.EBADF);
        assertThatThrownBy(() -> lines.setValue(1, false))
                .hasMessage("cannot set line 1 of " + board.device()
                        + ": closed (EBADF from GPIO_V2_LINE_SET_VALUES_IOCTL)");
        assertThatThrownBy(() -> lines.reconfigure(Map.of(1, input())))
                .extracting(LineRequestTest::errno)
                .isEqualTo(Errno.EBADF);
        assertThat(board.line(1).high()).isTrue();
    }

    private static int errno(Throwable e) {
        return ((LinuxException) e).errno();
    }
}
