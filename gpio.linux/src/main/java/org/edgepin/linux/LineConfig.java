// SPDX-License-Identifier: Apache-2.0
package org.edgepin.linux;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Encodes struct gpio_v2_line_config. */
final class LineConfig {

    private final ByteBuffer struct;
    private final int at;
    private int attributes;

    private LineConfig(ByteBuffer struct, int at) {
        this.struct = struct;
        this.at = at;
    }

    /**
     * Encodes the settings of the lines of a request, over whatever was in its place.
     *
     * @param lines bit i of the masks is line i of the list
     * @param values the values of the outputs
     * @param undebounced lines whose filter in the chip is to be switched off, which the kernel does
     *     only if told so
     * @throws IllegalArgumentException if it takes more attributes than fit
     */
    static void encode(ByteBuffer struct, int at, List<LineSettings> lines, long values, long undebounced) {
        for (int i = 0; i < Uapi.GpioV2LineConfig.SIZEOF; i += Long.BYTES) {
            struct.putLong(at + i, 0);
        }
        new LineConfig(struct, at).encode(lines, values, undebounced);
    }

    private void encode(List<LineSettings> lines, long values, long undebounced) {
        Map<Long, Long> flags = new LinkedHashMap<>();
        Map<Integer, Long> debounces = new LinkedHashMap<>();
        long outputs = 0;
        for (int i = 0; i < lines.size(); i++) {
            LineSettings line = lines.get(i);
            long bit = 1L << i;
            flags.merge(flags(line), bit, (a, b) -> a | b);
            if (line instanceof LineSettings.Output) {
                outputs |= bit;
            }
            int micros = debounceMicros(line);
            if (micros != 0 || (undebounced & bit) != 0) {
                debounces.merge(micros, bit, (a, b) -> a | b);
            }
        }
        long most = flags.entrySet().stream()
                .max((a, b) -> Integer.compare(Long.bitCount(a.getValue()), Long.bitCount(b.getValue())))
                .map(Map.Entry::getKey)
                .orElse(0L);
        struct.putLong(at + Uapi.GpioV2LineConfig.FLAGS, most);
        flags.forEach((value, mask) -> {
            if (value != most) {
                int attr = attribute(Uapi.GPIO_V2_LINE_ATTR_ID_FLAGS, mask);
                struct.putLong(attr + Uapi.GpioV2LineAttribute.FLAGS, value);
            }
        });
        if (outputs != 0) {
            int attr = attribute(Uapi.GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES, outputs);
            struct.putLong(attr + Uapi.GpioV2LineAttribute.VALUES, values & outputs);
        }
        debounces.forEach((micros, mask) -> {
            int attr = attribute(Uapi.GPIO_V2_LINE_ATTR_ID_DEBOUNCE, mask);
            struct.putInt(attr + Uapi.GpioV2LineAttribute.DEBOUNCE_PERIOD_US, micros);
        });
        if (attributes > Uapi.GPIO_V2_LINE_NUM_ATTRS_MAX) {
            throw new IllegalArgumentException("the lines differ too much for one request: one attribute for each kind"
                    + " of line but the commonest, each debounce time, and the outputs makes " + attributes
                    + ", the kernel takes 10");
        }
        struct.putInt(at + Uapi.GpioV2LineConfig.NUM_ATTRS, attributes);
    }

    /** Adds an attribute and returns where its value goes; those that do not fit are only counted. */
    private int attribute(int id, long mask) {
        int slot = Math.min(attributes++, Uapi.GPIO_V2_LINE_NUM_ATTRS_MAX - 1);
        int attr = at + Uapi.GpioV2LineConfig.ATTRS + slot * Uapi.GpioV2LineConfigAttribute.SIZEOF;
        struct.putInt(attr + Uapi.GpioV2LineAttribute.ID, id);
        struct.putLong(attr + Uapi.GpioV2LineConfigAttribute.MASK, mask);
        return attr;
    }

    static int debounceMicros(LineSettings line) {
        return line instanceof LineSettings.Input input ? (int) TimeUnit.MICROSECONDS.convert(input.debounce()) : 0;
    }

    private static long flags(LineSettings line) {
        if (line instanceof LineSettings.Input input) {
            return Uapi.GPIO_V2_LINE_FLAG_INPUT
                    | input.edges().flags
                    | input.bias().flag
                    | input.clock().flag
                    | activeLow(input.activeLow());
        }
        if (line instanceof LineSettings.Output output) {
            return Uapi.GPIO_V2_LINE_FLAG_OUTPUT
                    | output.drive().flag
                    | output.bias().flag
                    | activeLow(output.activeLow());
        }
        return 0;
    }

    private static long activeLow(boolean activeLow) {
        return activeLow ? Uapi.GPIO_V2_LINE_FLAG_ACTIVE_LOW : 0;
    }
}
