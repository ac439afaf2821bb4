// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.Sensing;
import org.edgepin.gpio.board.Hardware;
import org.edgepin.gpio.board.HardwareEvents;
import org.edgepin.gpio.board.OutputCheck;
import org.edgepin.gpio.board.PolledPins;

/**
 * An open GL20. The latch of the expander is what its outputs are driven to, whatever is sensed at
 * them; nothing else is written to unless the expander has just got power.
 *
 * <p>The port belongs to the lock of this, which a look takes inside that of its {@link PolledPins}.
 */
final class Gl20Hardware implements Hardware<Gl20Settings> {

    /** Enough for a pull-up of 100 kOhm and a wire of 100 nF to rise. */
    private static final Duration SETTLE = Duration.ofMillis(25);

    private final Port port;
    private final HardwareEvents events;
    private final String location;
    private final Optional<Integer> bus;
    private final OutputCheck check;
    private final PolledPins pins;
    /** Whether all are inputs still, as after power on. */
    private boolean fresh;
    /** Outputs in use. */
    private int used;
    /** What the outputs are driven to, bits of the port. */
    private volatile int latch;

    /** Takes over the port if it succeeds. */
    Gl20Hardware(String board, Port port, Gl20Settings settings, HardwareEvents events) throws IOException {
        this.port = port;
        this.events = events;
        location = port.location();
        bus = settings.bus();
        check = new OutputCheck(events, SETTLE);
        var outputs = port.outputs();
        fresh = outputs == 0;
        if (!fresh && outputs != Port.OUTPUTS) {
            throw new IOException(wrong(outputs)
                    + ": another board, or another program that drives wires which the board drives too; not touched");
        }
        latch = port.latch();
        pins = new PolledPins(board, settings.poll(), this::sample, events);
    }

    private String wrong(int outputs) {
        return "%s has 0x%02X in its configuration register 0x06 instead of 0x%02X"
                .formatted(location, ~outputs & 0xFF, ~Port.OUTPUTS & 0xFF);
    }

    @Override
    public String model() {
        return Gl20Driver.MODEL;
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public Sensing sensing(int pin) {
        return pins.sensing();
    }

    @Override
    public Map<Integer, GpioException> configure(NavigableMap<Integer, PinSettings> settings) throws IOException {
        synchronized (this) {
            var mask = 0;
            var values = latch;
            for (var entry : settings.entrySet()) {
                var bit = Gl20Pins.bit(entry.getKey());
                used &= ~bit;
                if (entry.getValue() instanceof PinSettings.Output output) {
                    used |= bit;
                    if (output.initial().isPresent()) {
                        mask |= bit;
                        values = with(values, bit, output.initial().get());
                    }
                }
            }
            if (fresh) {
                port.makeOutputs(values);
                verify();
                fresh = false;
                latch = values;
            } else if (mask != 0) {
                drive(mask, values);
            }
        }
        pins.use(settings);
        return Map.of();
    }

    private static int with(int bits, int bit, Level level) {
        return level == Level.HIGH ? bits | bit : bits & ~bit;
    }

    @Override
    public Map<Integer, Level> read(Set<Integer> numbers) throws IOException {
        return pins.read(numbers);
    }

    @Override
    public synchronized void write(Map<Integer, Level> levels) throws IOException {
        var mask = 0;
        var values = latch;
        for (var entry : levels.entrySet()) {
            var bit = Gl20Pins.bit(entry.getKey());
            mask |= bit;
            values = with(values, bit, entry.getValue());
        }
        drive(mask, values);
    }

    private void drive(int mask, int values) throws IOException {
        port.drive(mask, values);
        latch = values;
    }

    /** One transfer, unless an output newly differs from what it is driven to. */
    private synchronized long sample() throws IOException {
        var levels = port.levels();
        if (check.isDue(differing(levels), System.nanoTime())) {
            verify();
            adopt();
            check.report(differing(levels));
        }
        return Gl20Pins.swapped(levels);
    }

    /** As bits of the pins. */
    private long differing(int levels) {
        return fresh ? 0 : Gl20Pins.swapped((levels ^ latch) & used);
    }

    private void verify() throws IOException {
        var outputs = port.outputs();
        if (outputs != Port.OUTPUTS) {
            throw new IOException(wrong(outputs) + ": it has lost its power, or another program uses it");
        }
    }

    /** What another program has driven is so. */
    private void adopt() throws IOException {
        var before = latch;
        latch = port.latch();
        for (var changed = (before ^ latch) & used; changed != 0; changed &= changed - 1) {
            events.changed(Integer.numberOfTrailingZeros(Gl20Pins.swapped(changed & -changed)));
        }
    }

    @Override
    public Optional<Level> driven(int pin) {
        var bit = Gl20Pins.bit(pin);
        return (bit & Port.OUTPUTS) == 0 ? Optional.empty() : Optional.of((latch & bit) == 0 ? Level.LOW : Level.HIGH);
    }

    @Override
    public Optional<String> problem(int pin) {
        return check.problem(pin, driven(pin));
    }

    @Override
    public boolean accept(Gl20Settings settings) {
        if (!settings.bus().equals(bus)) {
            return false;
        }
        pins.period(settings.poll());
        return true;
    }

    @Override
    public void close() {
        pins.close();
        port.close();
    }
}
