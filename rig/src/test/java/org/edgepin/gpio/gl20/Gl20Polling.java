// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.contract.Events;
import org.edgepin.gpio.contract.Registry;

/**
 * Measures what a poll period costs and what it sees; the numbers are in the README of
 * gpio.provider.gl20. Not a test: {@code rig/run java -cp ... org.edgepin.gpio.gl20.Gl20Polling}.
 */
final class Gl20Polling {

    /** SMBus Read Byte: start, four bytes with their acknowledges, repeated start, stop; at 100 kHz. */
    private static final Duration TRANSFER = Duration.ofNanos(390_000);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PULSES = 50;

    private Gl20Polling() {}

    public static void main(String[] args) throws Exception {
        try (var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
                var gl20 = new WiredGl20()) {
            gl20.plugIn();
            gl20.wires.slowDown(TRANSFER);
            out.println("poll_ms  looks/s  bus busy  CPU  | share of pulses seen, by their length in periods");
            measure(gl20, 20); // loads the classes
            for (var millis : new int[] {1, 2, 5, 10, 20, 50}) {
                out.println(measure(gl20, millis));
            }
        }
    }

    private static String measure(WiredGl20 gl20, int millis) throws Exception {
        var registry = new Registry(PATIENCE);
        var events = new Events(PATIENCE);
        var board = new Gl20Board(
                registry.bundle(), Map.of("service.pid", Gl20Config.PID + "~dio", "poll_ms", "" + millis));
        board.bindEdgeBus(events);
        registry.controller();
        try {
            var scan = scanThread();
            var cpu = ManagementFactory.getThreadMXBean().getThreadCpuTime(scan);
            var transfers = gl20.wires.transfers();
            var start = System.nanoTime();
            pause(Duration.ofSeconds(3));
            var seconds = (System.nanoTime() - start) / 1e9;
            var looks = (gl20.wires.transfers() - transfers) / seconds;
            var used = (ManagementFactory.getThreadMXBean().getThreadCpuTime(scan) - cpu) / 1e9 / seconds;
            var line = new StringBuilder("%7d  %7.1f  %7.1f%%  %3.1f%% |"
                    .formatted(millis, looks, looks * TRANSFER.toNanos() / 1e7, used * 100));
            for (var share : new double[] {0.5, 1, 1.1, 1.5, 2}) {
                line.append(" %.1f: %.0f%%".formatted(share, seen(gl20, events, millis * share)));
            }
            return line.toString();
        } finally {
            board.close();
        }
    }

    private static double seen(WiredGl20 gl20, Events events, double millis) {
        var pin = new PinId("dio", 0);
        var before = events.edges(pin).size();
        for (var pulse = 0; pulse < PULSES; pulse++) {
            gl20.drive(0, Level.LOW);
            pause(Duration.ofNanos((long) (millis * 1e6)));
            gl20.drive(0, Level.HIGH);
            // not in step with the looks
            pause(Duration.ofNanos(3_000_000L + (long) (millis * 1e6 * 2.7)));
        }
        pause(Duration.ofMillis(200));
        return (events.edges(pin).size() - before) * 100.0 / (2 * PULSES);
    }

    private static long scanThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(it -> it.getName().equals("scan dio"))
                .findFirst()
                .orElseThrow()
                .getId();
    }

    private static void pause(Duration time) {
        var until = System.nanoTime() + time.toNanos();
        for (var left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
