// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.edgepin.bench.Rate;
import org.edgepin.gpio.EdgeBus;
import org.edgepin.gpio.EdgeEvent;
import org.edgepin.gpio.EdgeListener;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.contract.Registry;
import org.edgepin.gpio.core.Core;

/** As {@code peers/peer.c}, through core and provider: what an endpoint has. */
public final class RpiBench {

    private static final int FIRST = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private RpiBench() {}

    public static void main(String[] words) throws Exception {
        var number = Integer.parseInt(words[1]);
        switch (words[0]) {
            case "set" -> set(number, Double.parseDouble(words[2]));
            case "edge" -> edge(number, Integer.parseInt(words[2]), Core::bus);
            case "bus" -> edge(number, Integer.parseInt(words[2]), RpiBench::sameThread);
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static void set(int lines, double seconds) throws Exception {
        var high = new LinkedHashMap<PinId, Level>();
        var low = new LinkedHashMap<PinId, Level>();
        IntStream.range(FIRST, FIRST + lines)
                .mapToObj(line -> new PinId("main", line))
                .forEach(pin -> {
                    high.put(pin, Level.HIGH);
                    low.put(pin, Level.LOW);
                });
        var outputs = high.keySet().stream().map(pin -> "" + pin.number()).collect(Collectors.joining(","));
        var registry = new Registry(PATIENCE);
        var board = board(registry, "outputs", outputs, event -> {});
        var gpio = Core.gpio("main", registry.controller());
        Rate.print(seconds, count -> gpio.write((count & 1) == 0 ? high : low));
        board.close();
    }

    /** Edges come to the listener by such a bus. */
    private static void edge(int line, int edges, Function<EdgeListener, EdgeBus> buses) throws Exception {
        var latency = new long[2 * edges];
        var seen = new AtomicInteger();
        var done = new CountDownLatch(1);
        EdgeListener listener = new EdgeListener() {
            @Override
            public void edge(EdgeEvent event) {
                var i = seen.getAndIncrement();
                if (i < latency.length) {
                    latency[i] = System.nanoTime() - event.nanoTime();
                }
                if (i == latency.length - 1) {
                    done.countDown();
                }
            }
        };
        var registry = new Registry(PATIENCE);
        var board = board(registry, "inputs", "" + line, buses.apply(listener));
        registry.controller();
        Rate.ready();
        done.await();
        Rate.print(latency);
        board.close();
    }

    private static EdgeBus sameThread(EdgeListener listener) {
        return event -> {
            if (event instanceof EdgeEvent edge) {
                listener.edge(edge);
            }
        };
    }

    private static RpiBoard board(Registry registry, String key, String value, EdgeBus bus) {
        var board = new RpiBoard(registry.bundle(), Map.of("service.pid", RpiConfig.PID + "~main", key, value));
        board.bindEdgeBus(bus);
        return board;
    }
}
