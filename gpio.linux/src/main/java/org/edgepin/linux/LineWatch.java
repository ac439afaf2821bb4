// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Sees who requests, releases and reconfigures lines, got from {@link GpioChip#watch}.
 *
 * <p>The kernel keeps 32 changes; when they are not read, further ones are lost without a sign, and
 * {@link GpioChip#line} has the truth. If the chip is removed, {@link #next} fails with {@link
 * Errno#ENODEV} within a second, and this is closed. Safe for use by several threads.
 */
public final class LineWatch implements AutoCloseable {

    private final EventSource events;
    private final List<LineInfo> lines;
    private final Block change = new Block(Uapi.GpioV2LineInfoChanged.SIZEOF);

    private LineWatch(EventSource events, List<LineInfo> lines) {
        this.events = events;
        this.lines = lines;
    }

    static LineWatch open(Path device, Collection<Integer> offsets) throws LinuxException {
        String undone = "watch lines of " + device;
        Descriptor chip = Descriptor.open(device, "there is no such chip");
        EventSource events = new EventSource(chip, undone, EventSource.LOOK_MS);
        List<LineInfo> lines = new ArrayList<>();
        Block struct = new Block(Uapi.GpioV2LineInfo.SIZEOF);
        for (int offset : new LinkedHashSet<>(offsets)) {
            GpioChip.prepare(struct.bytes, offset);
            int result = chip.ioctl(Ioctl.GPIO_V2_GET_LINEINFO_WATCH_IOCTL, struct);
            if (result < 0) {
                events.close();
                throw chip.failed(undone, Ioctl.GPIO_V2_GET_LINEINFO_WATCH_IOCTL, result);
            }
            lines.add(LineInfo.decode(struct.bytes, 0));
        }
        return new LineWatch(events, List.copyOf(lines));
    }

    /** Returns the lines as they were when watching began, in the order asked for; no change after that is missed. */
    public List<LineInfo> lines() {
        return lines;
    }

    /** Waits for the next change; empty if this is closed, perhaps while waiting. */
    public Optional<LineChange> next() throws LinuxException {
        return next(EventSource.FOREVER);
    }

    /** Waits for the next change; empty if the time is over or this is closed, perhaps while waiting. */
    public Optional<LineChange> next(Duration timeout) throws LinuxException {
        return next(timeout.toNanos());
    }

    private Optional<LineChange> next(long nanos) throws LinuxException {
        try {
            synchronized (change) {
                return events.read(change, nanos) > 0 ? Optional.of(LineChange.decode(change.bytes)) : Optional.empty();
            }
        } catch (LinuxException e) {
            // Linux 6.1 follows a null pointer when a line of a chip that has gone is released while watched
            if (e.errno() == Errno.ENODEV) {
                close();
            }
            throw e;
        }
    }

    /** Tells whether {@link #close} was called. */
    public boolean isClosed() {
        return events.isClosed();
    }

    /** Ends the watch and wakes all readers. Does nothing if closed already. */
    @Override
    public void close() {
        events.close();
    }
}
