// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.edgepin.linux.Errno;
import org.edgepin.linux.GpioChip;
import org.edgepin.linux.LineBias;
import org.edgepin.linux.LineChange;
import org.edgepin.linux.LineChange.Kind;
import org.edgepin.linux.LineInfo;
import org.edgepin.linux.LineRequest;
import org.edgepin.linux.LineSettings;
import org.edgepin.linux.LineWatch;
import org.edgepin.linux.LinuxException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineWatchTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private final SimulatedChip board = SimulatedChip.plugIn("pinctrl-bcm2711", 8);
    private final GpioChip chip;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    LineWatchTest() throws LinuxException {
        chip = GpioChip.open(board.device());
    }

    @AfterEach
    void unplug() {
        threads.shutdownNow();
        chip.close();
        board.close();
    }

    @Test
    void seesWhoRequestsReconfiguresAndReleases() throws Exception {
        try (LineWatch watch = chip.watch(List.of(3))) {
            assertThat(watch.lines()).extracting(LineInfo::used).containsExactly(false);
            long before = System.nanoTime();
            LineRequest line = chip.request("greenhouse", Map.of(3, LineSettings.input()));
            line.reconfigure(Map.of(3, LineSettings.input().withBias(LineBias.PULL_UP)));
            line.close();

            LineChange requested = watch.next(LONG_ENOUGH).orElseThrow();
            LineChange reconfigured = watch.next(LONG_ENOUGH).orElseThrow();
            LineChange released = watch.next(LONG_ENOUGH).orElseThrow();

            assertThat(List.of(requested, reconfigured, released))
                    .extracting(LineChange::kind)
                    .containsExactly(Kind.REQUESTED, Kind.RECONFIGURED, Kind.RELEASED);
            assertThat(requested.line().consumer()).isEqualTo("greenhouse");
            assertThat(requested.nanos()).isBetween(before, System.nanoTime());
            assertThat(reconfigured.line().bias()).isEqualTo(LineBias.PULL_UP);
            assertThat(released.line().used()).isFalse();
        }
    }

    @Test
    void seesOnlyTheLinesAskedForAndHowTheyWere() throws Exception {
        LineRequest line = chip.request("first", Map.of(2, LineSettings.output(true)));
        try (LineWatch watch = chip.watch(List.of(2, 1, 2));
                LineRequest other = chip.request("other", Map.of(3, LineSettings.input()))) {
            assertThat(other.offsets()).containsExactly(3);
            assertThat(watch.lines()).extracting(LineInfo::consumer).containsExactly("first", "");
            assertThat(watch.next(Duration.ofMillis(20))).isEmpty();

            line.close();
            assertThat(watch.next(LONG_ENOUGH).orElseThrow().kind()).isEqualTo(Kind.RELEASED);
        }
    }

    @Test
    void endsWhenClosed() throws Exception {
        LineWatch watch = chip.watch(List.of(1));
        Future<Optional<LineChange>> reader = threads.submit(() -> watch.next());

        watch.close();

        assertThat(reader.get(60, TimeUnit.SECONDS)).isEmpty();
        assertThat(watch.isClosed()).isTrue();
        assertThat(watch.next()).isEmpty();
    }

    @Test
    void endsWhenTheChipIsRemoved() throws Exception {
        SimulatedChip removable = SimulatedChip.plugIn("usb-gpio", 4);
        try (GpioChip other = GpioChip.open(removable.device());
                LineWatch watch = other.watch(List.of(1))) {
            Future<Optional<LineChange>> reader = threads.submit(() -> watch.next());

            removable.close();

            assertThatThrownBy(() -> reader.get(60, TimeUnit.SECONDS))
                    .cause()
                    .extracting(e -> ((LinuxException) e).errno())
                    .isEqualTo(Errno.ENODEV);
        }
    }
}
