// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.edgepin.bench.Rate;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.contract.Registry;
import org.edgepin.gpio.core.Core;

/** Reads a pin of a GL20 through core and provider, as often as it can. */
public final class Gl20Bench {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Gl20Bench() {}

    public static void main(String[] words) throws Exception {
        var registry = new Registry(PATIENCE);
        var board = new Gl20Board(registry.bundle(), Map.of("service.pid", Gl20Config.PID + "~dio", "poll_ms", "1000"));
        board.bindEdgeBus(event -> {});
        var gpio = Core.gpio("dio", registry.controller());
        var pin = Set.of(new PinId("dio", 0));
        Rate.print(Double.parseDouble(words[0]), count -> gpio.read(pin));
        board.close();
    }
}
