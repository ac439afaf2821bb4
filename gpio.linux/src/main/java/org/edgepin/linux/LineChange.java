// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import java.nio.ByteBuffer;

/**
 * Somebody, perhaps we, requested, released or reconfigured a watched line.
 *
 * @param line the line after the change
 * @param nanos when, in ns on the clock of {@link System#nanoTime()}
 */
public record LineChange(LineInfo line, Kind kind, long nanos) {

    public enum Kind {
        REQUESTED,
        RELEASED,
        RECONFIGURED
    }

    static LineChange decode(ByteBuffer struct) {
        return new LineChange(
                LineInfo.decode(struct, Uapi.GpioV2LineInfoChanged.INFO),
                kind(struct.getInt(Uapi.GpioV2LineInfoChanged.EVENT_TYPE)),
                struct.getLong(Uapi.GpioV2LineInfoChanged.TIMESTAMP_NS));
    }

    private static Kind kind(int type) {
        return switch (type) {
            case Uapi.GPIO_V2_LINE_CHANGED_REQUESTED -> Kind.REQUESTED;
            case Uapi.GPIO_V2_LINE_CHANGED_RELEASED -> Kind.RELEASED;
            case Uapi.GPIO_V2_LINE_CHANGED_CONFIG -> Kind.RECONFIGURED;
            default -> throw new IllegalStateException("unknown to linux/gpio.h: change of type " + type);
        };
    }
}
