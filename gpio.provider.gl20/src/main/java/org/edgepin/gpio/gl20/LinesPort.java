// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.gl20;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.edgepin.gpio.PinState;
import org.edgepin.linux.GpioChip;
import org.edgepin.linux.LineDirection;
import org.edgepin.linux.LineRequest;
import org.edgepin.linux.LineSettings;

/**
 * The same port by the lines of the kernel's own driver, where that has the chip: line n is bit n.
 * The kernel does not tell the latch: until it is driven, an output counts as driven to the level
 * that is sensed.
 */
final class LinesPort implements Port {

    private static final int BITS = 8;
    private static final Map<Integer, LineSettings> ALL =
            IntStream.range(0, BITS).boxed().collect(Collectors.toMap(bit -> bit, bit -> LineSettings.asIs()));

    private final GpioChip chip;
    private final LineRequest lines;
    private int latch;

    private LinesPort(GpioChip chip, LineRequest lines) throws IOException {
        this.chip = chip;
        this.lines = lines;
        this.latch = levels();
    }

    /** Takes the lines as they are. */
    static LinesPort open(Path device) throws IOException {
        var chip = GpioChip.open(device);
        LineRequest lines = null;
        try {
            if (chip.info().lines() < BITS) {
                throw new IOException(device + " has " + chip.info().lines() + " lines, a GL20's expander has 16");
            }
            lines = chip.request(PinState.CONSUMER, ALL);
            return new LinesPort(chip, lines);
        } catch (IOException | RuntimeException e) {
            if (lines != null) {
                lines.close();
            }
            chip.close();
            throw e;
        }
    }

    @Override
    public String location() {
        return chip.info().device() + " [" + chip.info().label() + "] of the kernel's driver";
    }

    @Override
    public int outputs() throws IOException {
        var outputs = 0;
        for (var bit = 0; bit < BITS; bit++) {
            if (chip.line(bit).direction() == LineDirection.OUTPUT) {
                outputs |= 1 << bit;
            }
        }
        return outputs;
    }

    @Override
    public void makeOutputs(int values) throws IOException {
        var changes = new TreeMap<Integer, LineSettings>();
        for (var left = OUTPUTS; left != 0; left &= left - 1) {
            var bit = Integer.numberOfTrailingZeros(left);
            changes.put(bit, LineSettings.output((values >>> bit & 1) != 0));
        }
        lines.reconfigure(changes);
        latch = values;
    }

    @Override
    public int latch() {
        return latch;
    }

    /** Ends with a look: the kernel's driver keeps the errors of writes to itself. */
    @Override
    public void drive(int mask, int values) throws IOException {
        lines.setValues(mask, values);
        latch = (latch & ~mask) | (values & mask);
        levels();
    }

    @Override
    public int levels() throws IOException {
        return (int) lines.values(lines.mask());
    }

    @Override
    public void close() {
        lines.close();
        chip.close();
    }
}
