// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.edgepin.linux.LineBias;
import org.edgepin.linux.LineDirection;
import org.edgepin.linux.LineDrive;
import org.edgepin.linux.LineEdges;
import org.edgepin.linux.LineInfo;

/** How a line is used, in the words of {@code gpioinfo}. */
final class LineUse {

    private LineUse() {}

    /** Returns {@code input, pull-up, edges both, debounce 5000 us}, leaving out what goes without saying. */
    static String of(LineInfo line) {
        var words = new ArrayList<String>();
        words.add(word(line.direction()));
        if (line.direction() == LineDirection.OUTPUT && line.drive() != LineDrive.PUSH_PULL) {
            words.add(word(line.drive()));
        }
        if (line.bias() != LineBias.AS_IS) {
            words.add(line.bias() == LineBias.DISABLED ? "no bias" : word(line.bias()));
        }
        if (line.activeLow()) {
            words.add("active-low");
        }
        if (line.edges() != LineEdges.NONE) {
            words.add("edges " + word(line.edges()));
        }
        if (!line.debounce().equals(Duration.ZERO)) {
            words.add("debounce " + line.debounce().toNanos() / 1_000 + " us");
        }
        return String.join(", ", words);
    }

    /** Returns who has the line; the kernel does not always say more than that somebody has. */
    static String holder(LineInfo line) {
        return line.used() && line.consumer().isEmpty() ? "kernel" : line.consumer();
    }

    static long used(List<LineInfo> lines) {
        return lines.stream().filter(LineInfo::used).count();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
