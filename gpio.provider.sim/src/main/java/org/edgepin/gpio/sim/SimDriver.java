// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.board.BoardConfiguration;
import org.edgepin.gpio.board.BoardDriver;
import org.edgepin.gpio.board.Hardware;
import org.edgepin.gpio.board.HardwareEvents;

/** Opens the one board that is in a world. */
final class SimDriver implements BoardDriver<SimSettings> {

    private static final String TWIN = "twin";
    private static final String WIRES = "wires";
    private static final String LATENCY = "latency_us";
    private static final String FAULT = "fault";
    private static final String OUTSIDE = "outside";
    private static final Pattern WIRE_LIST = Pattern.compile("[0-9]{1,6}-[0-9]{1,6}(,[0-9]{1,6}-[0-9]{1,6})*");
    private static final int MAX_LATENCY_US = 1_000_000;

    private final World world;

    SimDriver(World world) {
        this.world = world;
    }

    @Override
    public Set<String> keys() {
        return Set.of(TWIN, WIRES, LATENCY, FAULT);
    }

    @Override
    public Set<String> pinKeys() {
        return Set.of(OUTSIDE, FAULT);
    }

    @Override
    public SimSettings settings(BoardConfiguration configuration) {
        var twin = configuration.choice(TWIN, Twin.WORDS, Twin.RPI);
        configuration.defaultPins(twin.defaultInputs(), twin.defaultOutputs());
        return new SimSettings(
                twin,
                configuration.pollPeriod(twin.period()),
                configuration
                        .number(LATENCY, 0, MAX_LATENCY_US)
                        .map(it -> Duration.ofNanos(it * 1_000L))
                        .orElse(Duration.ZERO),
                wires(configuration, twin),
                scripts(configuration),
                pinFaults(configuration),
                configuration.choice(FAULT, BoardFault.WORDS, BoardFault.NONE));
    }

    private static List<Wire> wires(BoardConfiguration configuration, Twin twin) {
        var wires = new ArrayList<Wire>();
        var value = configuration.text(WIRES).orElse("");
        if (value.isEmpty()) {
            return wires;
        }
        if (!WIRE_LIST.matcher(value).matches()) {
            configuration.problem(WIRES, value, "must be pairs of pins with commas and without blanks, as in 27-5,9-6");
            return wires;
        }
        for (var pair : value.split(",", -1)) {
            var ends = pair.split("-", -1);
            var wire = new Wire(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
            if (wire.from() == wire.to()) {
                configuration.problem(WIRES, value, pair + " ends where it begins; a wire needs two pins");
            } else if (Math.max(wire.from(), wire.to()) >= twin.size()) {
                configuration.problem(
                        WIRES,
                        value,
                        "the board has no pin " + Math.max(wire.from(), wire.to()) + ", only 0 to "
                                + (twin.size() - 1));
            } else {
                wires.add(wire);
            }
        }
        return wires;
    }

    private static Map<Integer, Script> scripts(BoardConfiguration configuration) {
        var scripts = new HashMap<Integer, Script>();
        configuration.pinTexts(OUTSIDE).forEach((pin, text) -> {
            try {
                scripts.put(pin, text.isEmpty() ? Script.OPEN : ScriptReader.read(text));
            } catch (IllegalArgumentException e) {
                configuration.problem("pin." + pin + "." + OUTSIDE, text, String.valueOf(e.getMessage()));
            }
        });
        return scripts;
    }

    private static Map<Integer, PinFault> pinFaults(BoardConfiguration configuration) {
        var faults = new HashMap<Integer, PinFault>();
        configuration
                .pinTexts(FAULT)
                .keySet()
                .forEach(pin -> faults.put(
                        pin, configuration.choice("pin." + pin + "." + FAULT, PinFault.WORDS, PinFault.NONE)));
        return faults;
    }

    @Override
    public String model(SimSettings settings) {
        return settings.twin().model();
    }

    @Override
    public NavigableMap<Integer, Pin> pins(String board, SimSettings settings) {
        return settings.twin().pins(board);
    }

    @Override
    public Hardware<SimSettings> open(String board, SimSettings settings, HardwareEvents events) throws IOException {
        world.apply(settings);
        world.access();
        if (!settings.twin().period().isZero()) {
            return new PolledHardware(world, board, settings, events);
        }
        var hardware = new InterruptHardware(world, settings.twin(), events);
        world.watch(hardware);
        return hardware;
    }
}
