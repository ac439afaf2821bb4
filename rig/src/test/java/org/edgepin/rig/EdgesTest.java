// SPDX-License-Identifier: Apache-2.0
package org.edgepin.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.edgepin.linux.LineSettings.input;
import static org.edgepin.linux.LineSettings.output;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.edgepin.linux.EdgeBuffer;
import org.edgepin.linux.Errno;
import org.edgepin.linux.EventClock;
import org.edgepin.linux.GpioChip;
import org.edgepin.linux.LineBias;
import org.edgepin.linux.LineEdges;
import org.edgepin.linux.LineEvent;
import org.edgepin.linux.LineRequest;
import org.edgepin.linux.LineSettings;
import org.edgepin.linux.LinuxException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

class EdgesTest {

    private static final LineSettings.Input BOTH = input().withEdges(LineEdges.BOTH);

    private final SimulatedChip board = SimulatedChip.plugIn("pinctrl-bcm2711", 64);
    private final GpioChip chip;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    EdgesTest() throws LinuxException {
        chip = GpioChip.open(board.device());
    }

    @AfterEach
    void unplug() {
        threads.shutdownNow();
        chip.close();
        board.close();
    }

    /** Reads all edges that are there. */
    private static List<LineEvent> drain(LineRequest lines) throws LinuxException {
        List<LineEvent> all = new ArrayList<>();
        EdgeBuffer edges = new EdgeBuffer(16);
        while (lines.read(edges, Duration.ZERO) > 0) {
            IntStream.range(0, edges.size()).mapToObj(edges::get).forEach(all::add);
        }
        return all;
    }

    @Test
    void haveTheirTimeAndTwoNumbers() throws Exception {
        try (LineRequest lines = chip.request("edgepin", Map.of(17, BOTH, 27, BOTH))) {
            long before = System.nanoTime();
            board.high(17);
            board.high(27);
            board.low(17);
            long after = System.nanoTime();

            List<LineEvent> edges = drain(lines);

            assertThat(edges).extracting(LineEvent::line).containsExactly(17, 27, 17);
            assertThat(edges).extracting(LineEvent::rising).containsExactly(true, true, false);
            assertThat(edges).extracting(LineEvent::sequence).containsExactly(1L, 2L, 3L);
            assertThat(edges).extracting(LineEvent::lineSequence).containsExactly(1L, 1L, 2L);
            assertThat(edges).extracting(LineEvent::nanos).isSorted().allMatch(t -> before < t && t < after);
        }
    }

    @Test
    void canHaveTheTimeOfTheCalendar() throws Exception {
        try (LineRequest lines = chip.request("edgepin", Map.of(17, BOTH.withClock(EventClock.REALTIME)))) {
            Instant before = Instant.now();
            board.high(17);
            Instant after = Instant.now();

            Instant time = Instant.EPOCH.plusNanos(drain(lines).get(0).nanos());

            assertThat(time).isBetween(before, after);
        }
    }

    @Test
    void areOnlyThoseAskedFor() throws Exception {
        try (LineRequest lines = chip.request(
                "edgepin",
                Map.of(1, input().withEdges(LineEdges.RISING), 2, input().withEdges(LineEdges.FALLING), 3, input()))) {
            board.burst(0b1110, 4);

            List<LineEvent> edges = drain(lines);

            assertThat(edges).extracting(LineEvent::line).containsExactly(1, 2, 1, 2);
            assertThat(edges).extracting(LineEvent::rising).containsExactly(true, false, true, false);
        }
    }

    @Test
    void ofAnActiveLowLineRiseWhenTheLevelFalls() throws Exception {
        board.high(5);
        try (LineRequest lines = chip.request(
                "edgepin", Map.of(5, input().withEdges(LineEdges.RISING).withActiveLow(true)))) {
            board.low(5);
            board.high(5);

            assertThat(drain(lines)).extracting(LineEvent::rising).containsExactly(true);
        }
    }

    @Test
    void wakeAWaitingReader() throws Exception {
        try (LineRequest lines = chip.request("edgepin", Map.of(17, BOTH))) {
            EdgeBuffer edges = new EdgeBuffer(8);
            Future<Integer> read = threads.submit(() -> lines.read(edges));
            board.high(17);

            assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(edges.get(0).line()).isEqualTo(17);
            assertThat(edges.get(0).rising()).isTrue();
        }
    }

    @Test
    void beyondTheKernelsBufferAreMissingInTheNumbersExactly() throws Exception {
        int buffer = 64;
        int sent = 1000;
        try (LineRequest lines = chip.request("edgepin", Map.of(17, BOTH), buffer)) {
            board.burst(1L << 17, sent);

            List<LineEvent> edges = drain(lines);

            assertThat(edges).hasSize(buffer);
            assertThat(LineEvent.lost(0, edges.get(0).lineSequence())).isEqualTo(sent - buffer);
            assertThat(edges)
                    .extracting(LineEvent::lineSequence)
                    .doesNotHaveDuplicates()
                    .isSorted();
            assertThat(edges.get(buffer - 1).lineSequence()).isEqualTo(sent);

            board.high(17);
            LineEvent next = drain(lines).get(0);
            assertThat(LineEvent.lost(sent, next.lineSequence())).isZero();
        }
    }

    @Test
    void thatAreLostOnOneLineAreNotTakenForThoseOfAnother() throws Exception {
        try (LineRequest lines = chip.request("edgepin", Map.of(1, BOTH, 2, BOTH), 16)) {
            board.burst(1L << 1, 100);
            board.burst(1L << 2, 10);

            List<LineEvent> edges = drain(lines);

            assertThat(edges).hasSize(16);
            List<LineEvent> first = edges.stream().filter(e -> e.line() == 1).toList();
            List<LineEvent> second = edges.stream().filter(e -> e.line() == 2).toList();
            assertThat(LineEvent.lost(0, first.get(0).lineSequence())).isEqualTo(94);
            assertThat(LineEvent.lost(0, second.get(0).lineSequence())).isZero();
            assertThat(LineEvent.lost(0, edges.get(0).sequence())).isEqualTo(94);
        }
    }

    @Test
    void ofEightLinesAtFullSpeedAreDeliveredOrDeclaredLost(TestReporter reporter) throws Exception {
        int times = 12_500;
        Map<Integer, LineSettings> eight = new HashMap<>();
        for (int line = 0; line < 8; line++) {
            eight.put(line, BOTH);
        }
        try (LineRequest lines = chip.request("edgepin", eight, 1024)) {
            Future<long[]> reader = threads.submit(() -> count(lines));

            board.burst(0xFF, times);

            // the last edge of each line is in the kernel's buffer, so the reader comes to an end
            long[] deliveredAndLost = reader.get(60, TimeUnit.SECONDS);

            reporter.publishEntry("delivered", Long.toString(deliveredAndLost[0]));
            reporter.publishEntry("declared lost", Long.toString(deliveredAndLost[1]));
            assertThat(deliveredAndLost[0] + deliveredAndLost[1]).isEqualTo(8L * times);
            assertThat(deliveredAndLost[0]).isPositive();
        }
    }

    /** Reads until each line has had its last edge; returns how many were delivered and how many lost. */
    private static long[] count(LineRequest lines) throws LinuxException {
        EdgeBuffer edges = new EdgeBuffer(256);
        long[] last = new long[8];
        long delivered = 0;
        long lost = 0;
        int complete = 0;
        while (complete < 8 && lines.read(edges) > 0) {
            for (int i = 0; i < edges.size(); i++) {
                int line = edges.line(i);
                long number = edges.lineSequence(i);
                lost += LineEvent.lost(last[line], number);
                delivered++;
                last[line] = number;
                if (number == 12_500) {
                    complete++;
                }
            }
        }
        return new long[] {delivered, lost};
    }

    @Test
    void comeFromAllSixtyFourLines() throws Exception {
        Map<Integer, LineSettings> all = new HashMap<>();
        for (int line = 0; line < 64; line++) {
            all.put(line, BOTH);
        }
        try (LineRequest lines = chip.request("edgepin", all)) {
            board.burst(-1, 2);

            assertThat(drain(lines))
                    .hasSize(128)
                    .extracting(LineEvent::sequence)
                    .endsWith(128L);
        }
    }

    @Test
    void shorterThanTheDebounceAreNotSeen() throws Exception {
        Duration debounce = Duration.ofMillis(50);
        try (LineRequest lines = chip.request("edgepin", Map.of(17, BOTH.withDebounce(debounce)))) {
            long start = System.nanoTime();
            board.burst(1L << 17, 101);

            EdgeBuffer edges = new EdgeBuffer(8);
            assertThat(lines.read(edges, Duration.ofSeconds(60))).isEqualTo(1);
            assertThat(edges.get(0).rising()).isTrue();
            assertThat(edges.get(0).nanos() - start).isGreaterThan(debounce.toNanos());
            assertThat(lines.value(17)).isTrue();
            assertThat(lines.read(edges, debounce.multipliedBy(3))).isZero();
        }
    }

    @Test
    void thatBounceBackLeaveTheValueTrue() throws Exception {
        try (LineRequest lines = chip.request("edgepin", Map.of(17, BOTH.withDebounce(Duration.ofMillis(30))))) {
            board.burst(1L << 17, 100);

            EdgeBuffer edges = new EdgeBuffer(8);
            assertThat(lines.read(edges, Duration.ofMillis(200))).isZero();
            assertThat(lines.value(17)).isFalse();
        }
    }

    @Test
    void goOnWhileAnotherLineIsReconfiguredAThousandTimesAndAThirdStaysWhereItIs() throws Exception {
        int rounds = 1000;
        try (LineRequest lines = chip.request(
                "edgepin", Map.of(1, BOTH.withDebounce(Duration.ofMillis(1)), 2, BOTH, 3, output(true)), 1024)) {
            Future<long[]> reader = threads.submit(() -> {
                EdgeBuffer edges = new EdgeBuffer(64);
                long delivered = 0;
                long lost = 0;
                long last = 0;
                while (lines.read(edges) > 0) {
                    for (int i = 0; i < edges.size(); i++) {
                        if (edges.line(i) == 2) {
                            lost += LineEvent.lost(last, edges.lineSequence(i));
                            last = edges.lineSequence(i);
                            delivered++;
                        }
                    }
                    if (last == 4L * rounds) {
                        break;
                    }
                }
                return new long[] {delivered, lost};
            });
            Future<?> world =
                    threads.submit(() -> IntStream.range(0, 4 * rounds).forEach(i -> board.burst(1L << 2, 1)));

            for (int i = 0; i < rounds; i++) {
                lines.reconfigure(Map.of(1, BOTH.withDebounce(Duration.ofMillis(i % 20))));
            }

            world.get(60, TimeUnit.SECONDS);
            assertThat(reader.get(60, TimeUnit.SECONDS)).containsExactly(4L * rounds, 0);
            assertThat(board.line(3).changes()).isEqualTo(1);
            assertThat(board.line(3).high()).isTrue();
        }
    }

    @Test
    void keepTheirCountWhenTheirOwnLineIsReconfigured() throws Exception {
        try (LineRequest lines = chip.request("edgepin", Map.of(1, BOTH))) {
            board.high(1);
            lines.reconfigure(Map.of(1, input().withEdges(LineEdges.FALLING).withBias(LineBias.PULL_UP)));
            board.low(1);

            assertThat(drain(lines)).extracting(LineEvent::lineSequence).containsExactly(1L, 2L);
        }
    }

    @Test
    void ofAnOutputThatBecomesAnInputAreReported() throws Exception {
        try (LineRequest lines = chip.request("edgepin", Map.of(1, output(false)))) {
            lines.reconfigure(Map.of(1, BOTH));
            board.high(1);

            assertThat(drain(lines)).extracting(LineEvent::rising).containsExactly(true);
        }
    }

    @Test
    void areNotWaitedForLongerThanSaid() throws Exception {
        try (LineRequest lines = chip.request("edgepin", Map.of(1, BOTH))) {
            EdgeBuffer edges = new EdgeBuffer(1);

            assertThat(lines.read(edges, Duration.of(1, ChronoUnit.MILLIS))).isZero();
            assertThat(edges.size()).isZero();
        }
    }

    @Test
    void areNoLongerWaitedForWhenClosed() throws Exception {
        LineRequest lines = chip.request("edgepin", Map.of(1, BOTH));
        List<Future<Integer>> readers = IntStream.range(0, 4)
                .mapToObj(i -> threads.submit(() -> lines.read(new EdgeBuffer(1))))
                .toList();

        lines.close();

        for (Future<Integer> reader : readers) {
            assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo(-1);
        }
        assertThat(chip.line(1).used()).isFalse();
    }

    @Test
    void areNoLongerWaitedForWhenTheChipIsRemoved() throws Exception {
        SimulatedChip removable = SimulatedChip.plugIn("usb-gpio", 4);
        try (GpioChip other = GpioChip.open(removable.device());
                LineRequest lines = other.request("edgepin", Map.of(1, BOTH))) {
            removable.high(1);
            EdgeBuffer edges = new EdgeBuffer(1);
            assertThat(lines.read(edges)).isEqualTo(1);
            Future<Integer> reader = threads.submit(() -> lines.read(edges));

            removable.close();

            assertThatThrownBy(() -> reader.get(60, TimeUnit.SECONDS))
                    .cause()
                    .asInstanceOf(InstanceOfAssertFactories.type(LinuxException.class))
                    .extracting(LinuxException::errno)
                    .isEqualTo(Errno.ENODEV);
        }
    }
}
