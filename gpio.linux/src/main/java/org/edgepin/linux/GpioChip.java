// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A GPIO chip, by version 2 of the kernel's GPIO character device API ({@code linux/gpio.h}, since
 * Linux 5.10).
 *
 * <p>Find a chip by its label or by a line's name: the numbers of the nodes change from one kernel
 * to the next. Having a chip open takes nothing from others; requesting lines does.
 *
 * <p>Safe for use by several threads.
 */
public final class GpioChip implements AutoCloseable {

    private final Descriptor chip;
    private final ChipInfo info;
    private final Block lineInfo = new Block(Uapi.GpioV2LineInfo.SIZEOF);
    private boolean closed;

    private GpioChip(Descriptor chip) throws LinuxException {
        this.chip = chip;
        Block struct = new Block(Uapi.GpiochipInfo.SIZEOF);
        int result = chip.ioctl(Ioctl.GPIO_GET_CHIPINFO_IOCTL, struct);
        if (result < 0) {
            throw chip.failed(
                    "open " + chip.device(),
                    Ioctl.GPIO_GET_CHIPINFO_IOCTL,
                    result,
                    result == -Errno.ENODEV ? Errno.meaning(Errno.ENODEV) : "not a GPIO chip");
        }
        this.info = ChipInfo.decode(chip.device(), struct.bytes);
    }

    /**
     * Opens a chip.
     *
     * @param device its node, as in {@code /dev/gpiochip0}
     */
    public static GpioChip open(Path device) throws LinuxException {
        Descriptor chip = Descriptor.open(device, "there is no such chip");
        try {
            return new GpioChip(chip);
        } catch (LinuxException e) {
            chip.close();
            throw e;
        }
    }

    /** Returns the nodes of all chips, ordered by number; links to them, which some systems have, left out. */
    public static List<Path> devices() {
        return Numbered.in(Path.of("/dev"), "gpiochip").values().stream()
                .filter(device -> !Files.isSymbolicLink(device))
                .toList();
    }

    /**
     * Returns what all chips are, ordered by number.
     *
     * @throws LinuxException if a chip may not be opened; one that goes meanwhile is left out
     */
    public static List<ChipInfo> list() throws LinuxException {
        List<ChipInfo> chips = new ArrayList<>();
        for (Path device : devices()) {
            openPresent(device).ifPresent(chip -> {
                chips.add(chip.info());
                chip.close();
            });
        }
        return List.copyOf(chips);
    }

    /** Opens the first chip with a label, as in {@code pinctrl-rp1}; empty if there is none. */
    public static Optional<GpioChip> withLabel(String label) throws LinuxException {
        for (Path device : devices()) {
            Optional<GpioChip> chip = openPresent(device);
            if (chip.isPresent() && chip.get().info().label().equals(label)) {
                return chip;
            }
            chip.ifPresent(GpioChip::close);
        }
        return Optional.empty();
    }

    /** Opens the first chip that has a line of a name, as in {@code GPIO17}; empty if there is none. */
    public static Optional<GpioChip> withLine(String name) throws LinuxException {
        for (Path device : devices()) {
            Optional<GpioChip> chip = openPresent(device);
            try {
                if (chip.isPresent() && chip.get().find(name).isPresent()) {
                    return chip;
                }
            } catch (LinuxException e) {
                chip.ifPresent(GpioChip::close);
                if (e.errno() != Errno.ENODEV) {
                    throw e;
                }
            }
            chip.ifPresent(GpioChip::close);
        }
        return Optional.empty();
    }

    private static Optional<GpioChip> openPresent(Path device) throws LinuxException {
        try {
            return Optional.of(open(device));
        } catch (LinuxException e) {
            return switch (e.errno()) {
                case Errno.ENOENT, Errno.ENODEV, Errno.ENXIO -> Optional.empty();
                default -> throw e;
            };
        }
    }

    /** Returns what the chip is. */
    public ChipInfo info() {
        return info;
    }

    /**
     * Returns what the kernel knows about a line.
     *
     * @throws IllegalArgumentException if the chip has no such line
     */
    public synchronized LineInfo line(int offset) throws LinuxException {
        check(offset);
        prepare(lineInfo.bytes, offset);
        int result = ioctl(Ioctl.GPIO_V2_GET_LINEINFO_IOCTL, lineInfo);
        if (result < 0) {
            throw chip.failed(
                    "ask about line " + offset + " of " + info.device(),
                    Ioctl.GPIO_V2_GET_LINEINFO_IOCTL,
                    result,
                    result == -Errno.EINVAL ? "Linux 5.10 or later is needed" : Errno.meaning(-result));
        }
        return LineInfo.decode(lineInfo.bytes, 0);
    }

    /** Returns what the kernel knows about all lines, the place in the list being the offset. */
    public List<LineInfo> lines() throws LinuxException {
        List<LineInfo> lines = new ArrayList<>();
        for (int offset = 0; offset < info.lines(); offset++) {
            lines.add(line(offset));
        }
        return List.copyOf(lines);
    }

    /** Returns the offset of the first line of a name, as in {@code GPIO17}; empty if there is none. */
    public OptionalInt find(String name) throws LinuxException {
        for (int offset = 0; offset < info.lines(); offset++) {
            if (line(offset).name().equals(name)) {
                return OptionalInt.of(offset);
            }
        }
        return OptionalInt.empty();
    }

    /** As {@link #request(String, Map, int)}, with room for 16 edges per line in the kernel. */
    public LineRequest request(String consumer, Map<Integer, LineSettings> lines) throws LinuxException {
        return request(consumer, lines, lines.size() * 16);
    }

    /**
     * Takes lines, all or none. An output has its value before it becomes an output.
     *
     * @param consumer who we are, for others to see in {@link LineInfo#consumer}; at most 31 bytes
     * @param lines the settings of each line, by offset; 1 to 64
     * @param eventBuffer how many edges the kernel keeps until they are read, 1 to 1024; it may keep
     *     more, as it likes powers of two. When it is full, the oldest are lost and missing in {@link
     *     LineEvent#lineSequence}
     * @throws LinuxException if the kernel refuses; {@link Errno#EBUSY} if somebody has a line, which
     *     the message names; {@link Errno#ENXIO} if a line that shall report edges or be debounced has
     *     no interrupt
     * @throws IllegalArgumentException if the chip has no such line, or the lines differ too much for
     *     one request: at most ten of kinds of line but the commonest, plus debounce times, plus one
     *     if there are outputs
     */
    public synchronized LineRequest request(String consumer, Map<Integer, LineSettings> lines, int eventBuffer)
            throws LinuxException {
        SortedMap<Integer, LineSettings> sorted = new TreeMap<>(lines);
        sorted.keySet().forEach(this::check);
        if (sorted.isEmpty() || sorted.size() > Uapi.GPIO_V2_LINES_MAX) {
            throw new IllegalArgumentException("a request takes 1 to 64 lines, not " + sorted.size());
        }
        if (eventBuffer < 1 || eventBuffer > LineRequest.MOST_EVENTS) {
            throw new IllegalArgumentException("the kernel keeps 1 to 1024 edges, not " + eventBuffer);
        }
        Block request = new Block(Uapi.GpioV2LineRequest.SIZEOF);
        ByteBuffer struct = request.bytes;
        int at = Uapi.GpioV2LineRequest.OFFSETS;
        for (int offset : sorted.keySet()) {
            struct.putInt(at, offset);
            at += Integer.BYTES;
        }
        Text.encode(consumer, struct, Uapi.GpioV2LineRequest.CONSUMER);
        List<LineSettings> settings = List.copyOf(sorted.values());
        LineConfig.encode(struct, Uapi.GpioV2LineRequest.CONFIG, settings, LineRequest.activeOutputs(settings), 0);
        struct.putInt(Uapi.GpioV2LineRequest.NUM_LINES, sorted.size());
        struct.putInt(Uapi.GpioV2LineRequest.EVENT_BUFFER_SIZE, eventBuffer);

        int result = ioctl(Ioctl.GPIO_V2_GET_LINE_IOCTL, request);
        if (result < 0) {
            throw refused(sorted.keySet(), result);
        }
        Descriptor granted = new Descriptor(info.device(), struct.getInt(Uapi.GpioV2LineRequest.FD));
        return new LineRequest(info, granted, sorted);
    }

    private LinuxException refused(Collection<Integer> offsets, int result) {
        String undone = (offsets.size() == 1 ? "request line " : "request lines ")
                + offsets.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + " of " + info.device();
        String reason =
                switch (-result) {
                    case Errno.EBUSY -> holders(offsets);
                    case Errno.EINVAL -> "the driver refuses the settings, or Linux is older than 5.10";
                    case Errno.ENXIO -> "edges or debounce on a line without an interrupt";
                    default -> Errno.meaning(-result);
                };
        return chip.failed(undone, Ioctl.GPIO_V2_GET_LINE_IOCTL, result, reason);
    }

    private String holders(Collection<Integer> offsets) {
        List<String> holders = new ArrayList<>();
        for (int offset : offsets) {
            try {
                LineInfo line = line(offset);
                if (line.used()) {
                    holders.add(line.title()
                            + (line.consumer().isEmpty()
                                    ? " is in use by the kernel"
                                    : " is held by \"" + line.consumer() + "\""));
                }
            } catch (LinuxException e) {
                return Errno.meaning(Errno.EBUSY);
            }
        }
        return holders.isEmpty() ? "was in use and no longer is" : String.join(", ", holders);
    }

    /**
     * Watches who requests, releases and reconfigures lines.
     *
     * @throws IllegalArgumentException if the chip has no such line
     */
    public LineWatch watch(Collection<Integer> offsets) throws LinuxException {
        offsets.forEach(this::check);
        return LineWatch.open(info.device(), offsets);
    }

    /** Lets go of the chip, not of requested lines. Does nothing if closed already. */
    @Override
    public synchronized void close() {
        closed = true;
        chip.close();
    }

    /** The kernel insists on zeroes beside the offset. */
    static void prepare(ByteBuffer lineInfo, int offset) {
        for (int i = 0; i < Uapi.GpioV2LineInfo.SIZEOF; i += Long.BYTES) {
            lineInfo.putLong(i, 0);
        }
        lineInfo.putInt(Uapi.GpioV2LineInfo.OFFSET, offset);
    }

    private int ioctl(Ioctl request, Block argument) {
        return closed ? -Errno.EBADF : chip.ioctl(request, argument);
    }

    private void check(int offset) {
        if (offset < 0 || offset >= info.lines()) {
            throw new IllegalArgumentException(
                    "line " + offset + ", but " + info.device() + " has 0 to " + (info.lines() - 1));
        }
    }
}
