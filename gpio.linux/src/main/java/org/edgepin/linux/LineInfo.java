// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * What the kernel knows about a line, requested or not.
 *
 * @param offset the line's number on its chip
 * @param name the board's name for it, as in {@code GPIO17}; empty if it has none
 * @param consumer who uses it, as he calls himself; may be empty even if the line is used
 * @param used whether somebody uses it, so that a request would be answered with EBUSY
 * @param debounce zero for none
 */
public record LineInfo(
        int offset,
        String name,
        String consumer,
        boolean used,
        LineDirection direction,
        boolean activeLow,
        LineBias bias,
        LineDrive drive,
        LineEdges edges,
        Duration debounce,
        EventClock clock) {

    static LineInfo decode(ByteBuffer struct, int at) {
        long flags = struct.getLong(at + Uapi.GpioV2LineInfo.FLAGS);
        return new LineInfo(
                struct.getInt(at + Uapi.GpioV2LineInfo.OFFSET),
                Text.decode(struct, at + Uapi.GpioV2LineInfo.NAME),
                Text.decode(struct, at + Uapi.GpioV2LineInfo.CONSUMER),
                has(flags, Uapi.GPIO_V2_LINE_FLAG_USED),
                has(flags, Uapi.GPIO_V2_LINE_FLAG_OUTPUT) ? LineDirection.OUTPUT : LineDirection.INPUT,
                has(flags, Uapi.GPIO_V2_LINE_FLAG_ACTIVE_LOW),
                bias(flags),
                drive(flags),
                edges(flags),
                debounce(struct, at),
                clock(flags));
    }

    /** Returns how messages call the line: {@code 17 (GPIO17)}, or {@code 17} if it has no name. */
    String title() {
        return name.isEmpty() ? Integer.toString(offset) : offset + " (" + name + ")";
    }

    private static Duration debounce(ByteBuffer struct, int at) {
        int count = struct.getInt(at + Uapi.GpioV2LineInfo.NUM_ATTRS);
        for (int i = 0; i < count; i++) {
            int attr = at + Uapi.GpioV2LineInfo.ATTRS + i * Uapi.GpioV2LineAttribute.SIZEOF;
            if (struct.getInt(attr + Uapi.GpioV2LineAttribute.ID) == Uapi.GPIO_V2_LINE_ATTR_ID_DEBOUNCE) {
                int micros = struct.getInt(attr + Uapi.GpioV2LineAttribute.DEBOUNCE_PERIOD_US);
                return Duration.of(Integer.toUnsignedLong(micros), ChronoUnit.MICROS);
            }
        }
        return Duration.ZERO;
    }

    private static LineBias bias(long flags) {
        for (LineBias bias : LineBias.values()) {
            if (has(flags, bias.flag)) {
                return bias;
            }
        }
        return LineBias.AS_IS;
    }

    private static LineDrive drive(long flags) {
        return has(flags, LineDrive.OPEN_DRAIN.flag)
                ? LineDrive.OPEN_DRAIN
                : has(flags, LineDrive.OPEN_SOURCE.flag) ? LineDrive.OPEN_SOURCE : LineDrive.PUSH_PULL;
    }

    private static LineEdges edges(long flags) {
        boolean rising = has(flags, LineEdges.RISING.flags);
        boolean falling = has(flags, LineEdges.FALLING.flags);
        return rising ? falling ? LineEdges.BOTH : LineEdges.RISING : falling ? LineEdges.FALLING : LineEdges.NONE;
    }

    private static EventClock clock(long flags) {
        return has(flags, EventClock.REALTIME.flag)
                ? EventClock.REALTIME
                : has(flags, EventClock.HTE.flag) ? EventClock.HTE : EventClock.MONOTONIC;
    }

    private static boolean has(long flags, long flag) {
        return (flags & flag) != 0;
    }
}
