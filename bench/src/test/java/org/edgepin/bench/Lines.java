// SPDX-License-Identifier: Apache-2.0
package org.edgepin.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.edgepin.linux.EdgeBuffer;
import org.edgepin.linux.GpioChip;
import org.edgepin.linux.LineEdges;
import org.edgepin.linux.LineSettings;
import org.edgepin.linux.SmBus;

/** As {@code peers/peer.c}, with gpio.linux. */
public final class Lines {

    private static final int FIRST = 8;

    private Lines() {}

    public static void main(String[] words) throws Exception {
        var device = Path.of(words[1]);
        switch (words[0]) {
            case "set" -> set(device, Integer.parseInt(words[2]), Double.parseDouble(words[3]));
            case "edge" -> edge(device, Integer.parseInt(words[2]), Integer.parseInt(words[3]));
            case "smbus" -> smbus(device, Double.parseDouble(words[2]));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static void set(Path device, int lines, double seconds) throws Exception {
        var outputs = new HashMap<Integer, LineSettings>();
        for (var line = FIRST; line < FIRST + lines; line++) {
            outputs.put(line, LineSettings.output(false));
        }
        try (var chip = GpioChip.open(device);
                var request = chip.request("bench", outputs)) {
            var mask = request.mask();
            Rate.print(seconds, count -> request.setValues(mask, (count & 1) == 0 ? -1 : 0));
        }
    }

    private static void edge(Path device, int line, int edges) throws Exception {
        var latency = new long[2 * edges];
        try (var chip = GpioChip.open(device);
                var request =
                        chip.request("bench", Map.of(line, LineSettings.input().withEdges(LineEdges.BOTH)))) {
            var buffer = new EdgeBuffer(16);
            Rate.ready();
            for (var seen = 0; seen < latency.length; ) {
                var size = request.read(buffer);
                var now = System.nanoTime();
                for (var i = 0; i < size && seen < latency.length; i++) {
                    latency[seen++] = now - buffer.nanos(i);
                }
            }
        }
        Rate.print(latency);
    }

    private static void smbus(Path adapter, double seconds) throws Exception {
        try (var chip = SmBus.open(adapter, 0x27)) {
            Rate.print(seconds, count -> chip.readByte(0));
        }
    }
}
