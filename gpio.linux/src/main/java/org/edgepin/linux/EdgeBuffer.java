// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Memory for edges that are read together; reading into it and looking at it makes no garbage.
 *
 * <p>Belongs to one thread. What is in it stays until the next read.
 */
public final class EdgeBuffer {

    final Block block;
    private final ByteBuffer bytes;
    private int size;

    /**
     * @param capacity how many edges at most are read at once, 1 to 1024 (the most that the kernel
     *     keeps)
     */
    public EdgeBuffer(int capacity) {
        if (capacity < 1 || capacity > LineRequest.MOST_EVENTS) {
            throw new IllegalArgumentException("capacity must be 1 to 1024, not " + capacity);
        }
        this.block = new Block(capacity * Uapi.GpioV2LineEvent.SIZEOF);
        this.bytes = block.bytes;
    }

    void filled(int count) {
        size = count;
    }

    /** Returns how many edges the last read brought. */
    public int size() {
        return size;
    }

    /** Returns an edge, the oldest is number 0. */
    public LineEvent get(int index) {
        return new LineEvent(line(index), rising(index), nanos(index), sequence(index), lineSequence(index));
    }

    /** As {@link LineEvent#line}. */
    public int line(int index) {
        return bytes.getInt(at(index) + Uapi.GpioV2LineEvent.OFFSET);
    }

    /** As {@link LineEvent#rising}. */
    public boolean rising(int index) {
        return bytes.getInt(at(index) + Uapi.GpioV2LineEvent.ID) == Uapi.GPIO_V2_LINE_EVENT_RISING_EDGE;
    }

    /** As {@link LineEvent#nanos}. */
    public long nanos(int index) {
        return bytes.getLong(at(index) + Uapi.GpioV2LineEvent.TIMESTAMP_NS);
    }

    /** As {@link LineEvent#sequence}. */
    public long sequence(int index) {
        return Integer.toUnsignedLong(bytes.getInt(at(index) + Uapi.GpioV2LineEvent.SEQNO));
    }

    /** As {@link LineEvent#lineSequence}. */
    public long lineSequence(int index) {
        return Integer.toUnsignedLong(bytes.getInt(at(index) + Uapi.GpioV2LineEvent.LINE_SEQNO));
    }

    private int at(int index) {
        return Objects.checkIndex(index, size) * Uapi.GpioV2LineEvent.SIZEOF;
    }
}
