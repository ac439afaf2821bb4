// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.matrix;

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
 * An open MATRIX board; bit n of its registers is pin n. The board tells its directions but not its
 * latch, only what is at the pins: so at the start each output counts as driven to that.
 *
 * <p>The FPGA belongs to the lock of this, which a look takes inside that of its {@link PolledPins}.
 */
final class MatrixHardware implements Hardware<MatrixSettings> {

    /** 1 is an output. */
    private static final int DIRECTION = 0x4000;

    /** Written it is what outputs are driven to, read what is at the pins. */
    private static final int LEVELS = 0x4001;

    private static final int WORD = 0xFFFF;
    private static final Duration SETTLE = Duration.ofMillis(25);

    private final Fpga fpga;
    private final Identity identity;
    private final Optional<String> device;
    private final OutputCheck check;
    private final PolledPins pins;
    /** Direction and levels. */
    private final short[] words = new short[2];

    /** Outputs in use. */
    private int used;

    private volatile int direction;
    private volatile int latch;

    /** Takes over the FPGA if it succeeds. */
    MatrixHardware(String board, Fpga fpga, MatrixSettings settings, HardwareEvents events) throws IOException {
        this.fpga = fpga;
        device = settings.device();
        check = new OutputCheck(events, SETTLE);
        identity = Identity.of(fpga);
        fpga.read(DIRECTION, words);
        direction = words[0] & WORD;
        latch = words[1] & WORD;
        pins = new PolledPins(board, settings.poll(), this::sample, events);
    }

    @Override
    public String model() {
        return identity.model();
    }

    @Override
    public String location() {
        return fpga.location() + " [" + identity + "]";
    }

    @Override
    public Sensing sensing(int pin) {
        return pins.sensing();
    }

    /** What is not an output in use any more drives nothing. Levels come before directions. */
    @Override
    public Map<Integer, GpioException> configure(NavigableMap<Integer, PinSettings> settings) throws IOException {
        synchronized (this) {
            var levels = look();
            var values = latch;
            var outputs = direction;
            for (var entry : settings.entrySet()) {
                int bit = 1 << entry.getKey();
                var isOutput = entry.getValue() instanceof PinSettings.Output;
                if (entry.getValue() instanceof PinSettings.Output output) {
                    var level = output.initial()
                            .orElse(PolledPins.level((outputs & bit) != 0 ? latch : levels, entry.getKey()));
                    values = with(values, bit, level == Level.HIGH);
                }
                outputs = with(outputs, bit, isOutput);
                used = with(used, bit, isOutput);
            }
            // the latch of an input is not known
            if (values != latch || (outputs & ~direction) != 0) {
                drive(values);
            }
            if (outputs != direction) {
                fpga.write(DIRECTION, outputs);
                direction = outputs;
            }
        }
        pins.use(settings);
        return Map.of();
    }

    private static int with(int bits, int bit, boolean set) {
        return set ? bits | bit : bits & ~bit;
    }

    @Override
    public Map<Integer, Level> read(Set<Integer> numbers) throws IOException {
        return pins.read(numbers);
    }

    @Override
    public synchronized void write(Map<Integer, Level> levels) throws IOException {
        var values = latch;
        for (var entry : levels.entrySet()) {
            values = with(values, 1 << entry.getKey(), entry.getValue() == Level.HIGH);
        }
        drive(values);
    }

    private void drive(int values) throws IOException {
        fpga.write(LEVELS, values);
        latch = values;
    }

    private synchronized long sample() throws IOException {
        var levels = look();
        var differing = (levels ^ latch) & used;
        if (check.isDue(differing, System.nanoTime())) {
            check.report(differing);
        }
        return levels;
    }

    /**
     * Reads what is at the pins, in one transfer with the directions: they tell whether the board is
     * still the one that it was, as nothing else does.
     */
    private int look() throws IOException {
        fpga.read(DIRECTION, words);
        var directionNow = words[0] & WORD;
        var levels = words[1] & WORD;
        var isSilent = (levels == 0 || levels == WORD) && directionNow == levels;
        if (isSilent || directionNow != direction) {
            Identity.of(fpga);
        }
        if (directionNow != direction) {
            throw new IOException("%s has directions 0x%04X instead of 0x%04X: its FPGA was reset, or another program"
                            .formatted(location(), directionNow, direction)
                    + " uses it");
        }
        return levels;
    }

    @Override
    public Optional<Level> driven(int pin) {
        return (direction >>> pin & 1) == 0 ? Optional.empty() : Optional.of(PolledPins.level(latch, pin));
    }

    @Override
    public Optional<String> problem(int pin) {
        return check.problem(pin, driven(pin));
    }

    @Override
    public boolean accept(MatrixSettings settings) {
        if (!settings.device().equals(device)) {
            return false;
        }
        pins.period(settings.poll());
        return true;
    }

    @Override
    public void close() {
        pins.close();
        fpga.close();
    }
}
