// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.rpi;

import java.util.Set;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Edge;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinSettings;
import org.edgepin.linux.LineBias;
import org.edgepin.linux.LineDrive;
import org.edgepin.linux.LineEdges;
import org.edgepin.linux.LineSettings;

/** A pin's settings in the words of the kernel. No line is active-low: levels are electrical. */
final class Lines {

    /** A line that we hold and nobody uses: it drives nothing and reports nothing. */
    static final LineSettings PARKED = LineSettings.input();

    private Lines() {}

    static LineSettings input(PinSettings.Input input) {
        return LineSettings.input()
                .withBias(bias(input.bias()))
                .withEdges(edges(input.edges()))
                .withDebounce(input.debounce());
    }

    static LineSettings output(PinSettings.Output output, Level level) {
        return LineSettings.output(level == Level.HIGH)
                .withBias(bias(output.bias()))
                .withDrive(drive(output.drive()));
    }

    static boolean reportsBothEdges(LineSettings line) {
        return line instanceof LineSettings.Input input && input.edges() == LineEdges.BOTH;
    }

    static Level level(boolean high) {
        return high ? Level.HIGH : Level.LOW;
    }

    private static LineBias bias(Bias bias) {
        return switch (bias) {
            case AS_IS -> LineBias.AS_IS;
            case DISABLED -> LineBias.DISABLED;
            case PULL_UP -> LineBias.PULL_UP;
            case PULL_DOWN -> LineBias.PULL_DOWN;
        };
    }

    private static LineDrive drive(Drive drive) {
        return switch (drive) {
            case PUSH_PULL -> LineDrive.PUSH_PULL;
            case OPEN_DRAIN -> LineDrive.OPEN_DRAIN;
            case OPEN_SOURCE -> LineDrive.OPEN_SOURCE;
        };
    }

    private static LineEdges edges(Set<Edge> edges) {
        if (edges.size() == 2) {
            return LineEdges.BOTH;
        }
        return edges.isEmpty() ? LineEdges.NONE : edges.contains(Edge.RISING) ? LineEdges.RISING : LineEdges.FALLING;
    }
}
