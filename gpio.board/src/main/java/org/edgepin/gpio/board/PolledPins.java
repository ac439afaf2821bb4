// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.board;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.Sensing;

/**
 * The pins of a board that has to be asked: a {@link ScanLoop} with the inputs that it watches, in
 * the words of {@link Hardware}. {@link #sensing} and {@link #look} may be called from any thread,
 * the rest as {@link Hardware} is.
 */
public final class PolledPins implements AutoCloseable {

    private final ScanLoop loop;
    private Map<Integer, Duration> watched = Map.of();
    private volatile Sensing sensing;

    /** Starts to look; see {@link ScanLoop#ScanLoop}. */
    public PolledPins(String board, Duration period, ScanLoop.Scan scan, HardwareEvents events) {
        sensing = new Sensing(period);
        loop = new ScanLoop(board, period, scan, events);
    }

    /** Returns how the changes of each pin are seen. */
    public Sensing sensing() {
        return sensing;
    }

    /** Changes the time between two looks. */
    public void period(Duration period) {
        sensing = new Sensing(period);
        loop.period(period);
    }

    /**
     * Watches the inputs among some pins and no longer the others of them. Ends with a look, so that
     * the levels are known from now on.
     */
    public void use(NavigableMap<Integer, PinSettings> settings) throws IOException {
        var watching = new HashMap<>(watched);
        settings.forEach((pin, wanted) -> {
            if (wanted instanceof PinSettings.Input input) {
                watching.put(pin, input.debounce());
            } else {
                watching.remove(pin);
            }
        });
        watched = Map.copyOf(watching);
        loop.watch(watched);
        loop.look();
    }

    /** Looks now and returns the levels that count, bit n that of pin n; see {@link ScanLoop#look}. */
    public long look() throws IOException {
        return loop.look();
    }

    /** Looks now and returns the levels that count of some pins. */
    public Map<Integer, Level> read(Set<Integer> pins) throws IOException {
        var look = loop.look();
        var levels = new HashMap<Integer, Level>();
        pins.forEach(pin -> levels.put(pin, level(look, pin)));
        return levels;
    }

    /** Returns the level that bit n has for pin n. */
    public static Level level(long levels, int pin) {
        return (levels >>> pin & 1) == 0 ? Level.LOW : Level.HIGH;
    }

    /** Ends the loop and waits until it has ended. */
    @Override
    public void close() {
        loop.close();
    }
}
