// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Lines that are ours until {@link #close}, got from {@link GpioChip#request}. Outlives the {@code
 * GpioChip}.
 *
 * <p>Lines of a request are read and set together, in one call to the kernel, by masks of bits: bit
 * 0 is the line with the lowest offset, bit 1 the next; {@link #mask} knows. A 1 is active, which is
 * high unless the line is active-low.
 *
 * <p>Safe for use by several threads; reading edges does not hold up the rest. Reading and setting
 * values and reading edges make no garbage. If the chip is removed, everything fails with {@link
 * Errno#ENODEV}, a waiting reader within a second; then only {@link #close} is left to do. After
 * {@link #close}, everything else fails with {@link Errno#EBADF}.
 */
public final class LineRequest implements AutoCloseable {

    /** How many edges the kernel keeps for a reader at most. */
    static final int MOST_EVENTS = Uapi.GPIO_V2_LINES_MAX * 16;

    private final ChipInfo chip;
    private final int[] offsets;
    private final Descriptor lines;
    private final EventSource events;
    private final Block values = new Block(Uapi.GpioV2LineValues.SIZEOF);
    private final Block config = new Block(Uapi.GpioV2LineConfig.SIZEOF);

    // under the lock of this, like the two buffers
    private List<LineSettings> settings;
    private long inputs;
    private long outputs;
    private long driven;
    /** The lines whose filter in the chip may be on; the kernel switches it off only if told so, and of inputs only. */
    private long filtered;

    private boolean closed;

    /** Takes over the descriptor; if this fails, it is closed. */
    LineRequest(ChipInfo chip, Descriptor lines, SortedMap<Integer, LineSettings> settings) throws LinuxException {
        this.chip = chip;
        this.lines = lines;
        this.offsets = settings.keySet().stream().mapToInt(Integer::intValue).toArray();
        this.settings = List.copyOf(settings.values());
        this.inputs = inputs(this.settings);
        this.outputs = outputs(this.settings);
        this.driven = activeOutputs(this.settings);
        this.filtered = debounced(this.settings);
        this.events = new EventSource(lines, "read edges of " + describe(-1), EventSource.LOOK_MS);
    }

    /** Returns the values that outputs take with their settings. */
    static long activeOutputs(List<LineSettings> settings) {
        return mask(settings, line -> line instanceof LineSettings.Output output && output.active());
    }

    private static long inputs(List<LineSettings> settings) {
        return mask(settings, line -> line instanceof LineSettings.Input);
    }

    private static long outputs(List<LineSettings> settings) {
        return mask(settings, line -> line instanceof LineSettings.Output);
    }

    private static long debounced(List<LineSettings> settings) {
        return mask(settings, line -> LineConfig.debounceMicros(line) != 0);
    }

    private static long mask(List<LineSettings> settings, Predicate<LineSettings> which) {
        long mask = 0;
        for (int i = 0; i < settings.size(); i++) {
            if (which.test(settings.get(i))) {
                mask |= 1L << i;
            }
        }
        return mask;
    }

    /** Returns the chip of the lines. */
    public ChipInfo chip() {
        return chip;
    }

    /** Returns the offsets of the lines on their chip, the lowest first. */
    public List<Integer> offsets() {
        return Arrays.stream(offsets).boxed().toList();
    }

    /**
     * Returns the bit of a line.
     *
     * @throws IllegalArgumentException if the line is not of this request
     */
    public long mask(int offset) {
        return 1L << index(offset);
    }

    /** Returns the bits of all lines. */
    public long mask() {
        return -1L >>> (Long.SIZE - offsets.length);
    }

    /** Returns the settings of a line; of an output, with the value last set. */
    public synchronized LineSettings settings(int offset) {
        int i = index(offset);
        return settings.get(i) instanceof LineSettings.Output output
                ? output.withActive((driven >>> i & 1) != 0)
                : settings.get(i);
    }

    /** Returns which lines are outputs, as a mask. */
    public synchronized long outputs() {
        return outputs;
    }

    /** Returns the values that lines were last set to; 0 for those that never were. */
    public synchronized long driven() {
        return driven;
    }

    /**
     * Reads lines at one instant, as far as the chip can. Of an output it is what the chip says: the
     * level of the pin if it can measure it, else the value set.
     *
     * @param mask which lines; the other bits of the result are 0
     */
    public synchronized long values(long mask) throws LinuxException {
        check(mask);
        values.bytes.putLong(Uapi.GpioV2LineValues.BITS, 0);
        values.bytes.putLong(Uapi.GpioV2LineValues.MASK, mask);
        int result = ioctl(Ioctl.GPIO_V2_LINE_GET_VALUES_IOCTL, values);
        if (result < 0) {
            throw lines.failed("read " + describe(mask), Ioctl.GPIO_V2_LINE_GET_VALUES_IOCTL, result);
        }
        return values.bytes.getLong(Uapi.GpioV2LineValues.BITS) & mask;
    }

    /** Reads a line: whether it is active. */
    public boolean value(int offset) throws LinuxException {
        return values(mask(offset)) != 0;
    }

    /**
     * Sets outputs at one instant, as far as the chip can.
     *
     * @param mask which lines
     * @param bits their values; other bits do not matter
     * @throws IllegalArgumentException if one of them is an input; then none is set
     */
    public synchronized void setValues(long mask, long bits) throws LinuxException {
        check(mask);
        if ((mask & inputs) != 0) {
            throw new IllegalArgumentException("cannot set " + describe(mask & inputs) + ": not an output");
        }
        values.bytes.putLong(Uapi.GpioV2LineValues.BITS, bits);
        values.bytes.putLong(Uapi.GpioV2LineValues.MASK, mask);
        int result = ioctl(Ioctl.GPIO_V2_LINE_SET_VALUES_IOCTL, values);
        if (result < 0) {
            throw lines.failed(
                    "set " + describe(mask),
                    Ioctl.GPIO_V2_LINE_SET_VALUES_IOCTL,
                    result,
                    result == -Errno.EPERM ? "requested as it is, and is an input" : Errno.meaning(-result));
        }
        driven = (driven & ~mask) | (bits & mask);
    }

    /** Sets an output. */
    public void setValue(int offset, boolean active) throws LinuxException {
        setValues(mask(offset), active ? -1 : 0);
    }

    /**
     * Changes the settings of some lines without giving any back. The others keep their settings,
     * values and edges, and an unchanged output is driven on without a glitch. A line that is to be
     * {@link LineSettings#asIs} stays what it is.
     *
     * <p>Edges of a line whose own edges or debounce change may be missed meanwhile; the number of
     * its edges goes on.
     *
     * @throws LinuxException if the kernel refuses; it has then been told to put everything back as
     *     it was
     * @throws IllegalArgumentException if a line is not of this request, or the lines would differ too
     *     much for one request
     */
    public synchronized void reconfigure(Map<Integer, LineSettings> changes) throws LinuxException {
        List<LineSettings> wanted = new ArrayList<>(settings);
        long value = driven;
        long changed = 0;
        for (Map.Entry<Integer, LineSettings> change : changes.entrySet()) {
            int i = index(change.getKey());
            LineSettings line = change.getValue();
            if (!(line instanceof LineSettings.AsIs)) {
                long bit = 1L << i;
                changed |= bit;
                wanted.set(i, line);
                value = line instanceof LineSettings.Output output && output.active() ? value | bit : value & ~bit;
            }
        }
        if (changed == 0) {
            return;
        }
        long undebounced = filtered & inputs(wanted) & ~debounced(wanted);
        int result = configure(wanted, value, undebounced);
        filtered |= debounced(wanted);
        if (result < 0) {
            LinuxException failure =
                    lines.failed("reconfigure " + describe(changed), Ioctl.GPIO_V2_LINE_SET_CONFIG_IOCTL, result);
            // the kernel stops at the line that fails and leaves those before it changed
            int undone = configure(settings, driven, filtered & inputs & ~debounced(settings));
            if (undone < 0 && undone != result) {
                failure.addSuppressed(
                        lines.failed("restore " + describe(mask()), Ioctl.GPIO_V2_LINE_SET_CONFIG_IOCTL, undone));
            }
            throw failure;
        }
        filtered &= ~undebounced;
        settings = List.copyOf(wanted);
        inputs = inputs(settings);
        outputs = outputs(settings);
        driven = value;
    }

    private int configure(List<LineSettings> wanted, long value, long undebounced) {
        LineConfig.encode(config.bytes, 0, wanted, value, undebounced);
        return ioctl(Ioctl.GPIO_V2_LINE_SET_CONFIG_IOCTL, config);
    }

    /**
     * Waits until there are edges, and reads as many as there are and fit. Several readers take turns.
     *
     * @return how many, 0 if somebody has called {@link #wake}, or -1 if this is closed, perhaps while
     *     waiting
     */
    public int read(EdgeBuffer edges) throws LinuxException {
        return read(edges, EventSource.FOREVER);
    }

    /**
     * Waits for edges no longer than for some time, and reads as many as there are and fit.
     *
     * @param timeout zero or less: not at all
     * @return how many, 0 if the time is over or somebody has called {@link #wake}, -1 if this is
     *     closed, perhaps while waiting
     */
    public int read(EdgeBuffer edges, Duration timeout) throws LinuxException {
        return read(edges, timeout.toNanos());
    }

    private int read(EdgeBuffer edges, long nanos) throws LinuxException {
        edges.filled(0);
        int bytes = events.read(edges.block, nanos);
        if (bytes <= 0) {
            return bytes;
        }
        int count = bytes / Uapi.GpioV2LineEvent.SIZEOF;
        edges.filled(count);
        return count;
    }

    /**
     * Lets the reader that waits, or else the next one that finds no edges, return 0: for whoever has
     * other work for the thread that reads. Does nothing if closed already.
     */
    public void wake() {
        events.wake();
    }

    /**
     * Gives the lines back and wakes all readers. What becomes of an output is the chip's business:
     * most keep the level. Does nothing if closed already.
     */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        events.close();
    }

    private int ioctl(Ioctl request, Block argument) {
        return closed ? -Errno.EBADF : lines.ioctl(request, argument);
    }

    private int index(int offset) {
        int i = Arrays.binarySearch(offsets, offset);
        if (i < 0) {
            throw new IllegalArgumentException(
                    "line " + offset + " of " + chip.device() + " is not among the requested " + offsets());
        }
        return i;
    }

    private void check(long mask) {
        if (mask == 0 || (mask & ~mask()) != 0) {
            throw new IllegalArgumentException("mask 0x" + Long.toHexString(mask) + " for " + offsets.length
                    + " lines, which is 0x" + Long.toHexString(mask()));
        }
    }

    private String describe(long mask) {
        List<Integer> some = new ArrayList<>();
        for (int i = 0; i < offsets.length; i++) {
            if ((mask >>> i & 1) != 0) {
                some.add(offsets[i]);
            }
        }
        return (some.size() == 1 ? "line " : "lines ")
                + some.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + " of " + chip.device();
    }
}
