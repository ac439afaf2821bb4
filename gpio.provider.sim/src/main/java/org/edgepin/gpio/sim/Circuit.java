// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.sim;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.Drive;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinSettings;

/**
 * Which level each pin has. Pins that are wired together have one; the strongest of what pulls at
 * them decides: a short at a pin, then the outside world, then an output, then a resistor. Where two
 * of the same strength disagree it is low, and where nothing pulls the level stays what it was.
 *
 * <p>Bit n is that of pin n. A change counts with the next {@link #settle}. Not thread-safe.
 */
final class Circuit {

    private final long all;
    private final long[] nets;
    private long shortedHigh;
    private long shortedLow;
    private long outsideHigh;
    private long outsideLow;
    private long outputs;
    private long latch;
    private long openDrain;
    private long openSource;
    private long pullUp;
    private long pullDown;
    private long levels;

    /** @param size how many pins there are, at most 64 */
    Circuit(int size, Registers registers) {
        all = -1L >>> (Long.SIZE - size);
        nets = new long[size];
        outputs = registers.outputs();
        latch = registers.latch();
        openDrain = registers.openDrain();
        openSource = registers.openSource();
        pullUp = registers.pullUp();
        pullDown = registers.pullDown();
        levels = registers.levels();
        wire(List.of());
    }

    Registers registers() {
        return new Registers(outputs, latch, openDrain, openSource, pullUp, pullDown, levels);
    }

    /** Replaces all wires. */
    void wire(Collection<Wire> wires) {
        for (var pin = 0; pin < nets.length; pin++) {
            nets[pin] = 1L << pin;
        }
        for (var wire : wires) {
            var joined = nets[wire.from()] | nets[wire.to()];
            for (var left = joined; left != 0; left &= left - 1) {
                nets[Long.numberOfTrailingZeros(left)] = joined;
            }
        }
    }

    void outside(int pin, Outside outside) {
        outsideHigh = with(outsideHigh, pin, outside == Outside.HIGH);
        outsideLow = with(outsideLow, pin, outside == Outside.LOW);
    }

    void fault(int pin, PinFault fault) {
        shortedHigh = with(shortedHigh, pin, fault == PinFault.STUCK_HIGH);
        shortedLow = with(shortedLow, pin, fault == PinFault.STUCK_LOW);
    }

    /** Gives pins new settings; an output without an initial level keeps what it drives, or else the level it has. */
    void configure(NavigableMap<Integer, PinSettings> settings) {
        settings.forEach((pin, wanted) -> {
            if (wanted instanceof PinSettings.Output output) {
                var level = output.initial().orElseGet(() -> isOutput(pin) ? driven(pin) : level(pin));
                latch = with(latch, pin, level == Level.HIGH);
                openDrain = with(openDrain, pin, output.drive() == Drive.OPEN_DRAIN);
                openSource = with(openSource, pin, output.drive() == Drive.OPEN_SOURCE);
                bias(pin, output.bias());
                outputs = with(outputs, pin, true);
            } else {
                if (wanted instanceof PinSettings.Input input) {
                    bias(pin, input.bias());
                }
                outputs = with(outputs, pin, false);
            }
        });
    }

    private void bias(int pin, Bias bias) {
        if (bias != Bias.AS_IS) {
            pullUp = with(pullUp, pin, bias == Bias.PULL_UP);
            pullDown = with(pullDown, pin, bias == Bias.PULL_DOWN);
        }
    }

    void drive(Map<Integer, Level> driven) {
        driven.forEach((pin, level) -> latch = with(latch, pin, level == Level.HIGH));
    }

    /**
     * Lets what has changed take effect, all at once.
     *
     * @return the pins that have another level than before
     */
    long settle() {
        var settled = 0L;
        for (var left = all; left != 0; ) {
            var net = nets[Long.numberOfTrailingZeros(left)];
            if (isHigh(net)) {
                settled |= net;
            }
            left &= ~net;
        }
        var changed = settled ^ levels;
        levels = settled;
        return changed;
    }

    private boolean isHigh(long net) {
        if (((shortedLow | shortedHigh) & net) != 0) {
            return (shortedLow & net) == 0;
        }
        if (((outsideLow | outsideHigh) & net) != 0) {
            return (outsideLow & net) == 0;
        }
        var drivingLow = outputs & ~latch & ~openSource & net;
        var drivingHigh = outputs & latch & ~openDrain & net;
        if ((drivingLow | drivingHigh) != 0) {
            return drivingLow == 0;
        }
        if (((pullDown | pullUp) & net) != 0) {
            return (pullDown & net) == 0;
        }
        return (levels & net) == net;
    }

    long levels() {
        return levels;
    }

    Level level(int pin) {
        return level(levels, pin);
    }

    boolean isOutput(int pin) {
        return (outputs >>> pin & 1) != 0;
    }

    Level driven(int pin) {
        return level(latch, pin);
    }

    /** Returns the outputs that do not have the level they are driven to. */
    long overpowered() {
        return outputs & (levels ^ latch);
    }

    static Level level(long levels, int pin) {
        return (levels >>> pin & 1) == 0 ? Level.LOW : Level.HIGH;
    }

    private static long with(long bits, int pin, boolean set) {
        return set ? bits | 1L << pin : bits & ~(1L << pin);
    }
}
