// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.core;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Caller;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.Pin;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.edgepin.gpio.Role;
import org.edgepin.gpio.board.ConfigurationEdit;

/** The pins as one caller may use them. Everybody may look: {@link Role#VIEWER} is the lowest role. */
record CallersGpio(Caller caller, Gpio gpio, Audit audit) implements Gpio {

    @Override
    public List<BoardStatus> boards() {
        return gpio.boards();
    }

    @Override
    public List<Pin> pins() {
        return gpio.pins();
    }

    @Override
    public PinState state(PinId pin) throws GpioException {
        return gpio.state(pin);
    }

    @Override
    public Map<PinId, Level> read(Set<PinId> pins) throws GpioException {
        return gpio.read(pins);
    }

    @Override
    public Level read(PinId pin) throws GpioException {
        return gpio.read(pin);
    }

    @Override
    public void write(Map<PinId, Level> levels) throws GpioException {
        var all = new TreeMap<>(levels)
                .entrySet().stream()
                        .map(it -> level(it.getKey(), it.getValue()))
                        .collect(Collectors.joining(" "));
        change(Role.OPERATOR, "write " + all, () -> gpio.write(levels));
    }

    @Override
    public void write(PinId pin, Level level) throws GpioException {
        change(Role.OPERATOR, "write " + level(pin, level), () -> gpio.write(pin, level));
    }

    @Override
    public void configure(PinId pin, PinSettings settings) throws GpioException {
        change(
                Role.ADMIN,
                "configure " + pin + " " + ConfigurationEdit.words(settings),
                () -> gpio.configure(pin, settings));
    }

    private interface Change {
        void make() throws GpioException;
    }

    private void change(Role needed, String deed, Change change) throws GpioException {
        audit.carryOut(caller, needed, deed, () -> {
            change.make();
            return true;
        });
    }

    private static String level(PinId pin, Level level) {
        return pin + (level == Level.HIGH ? "=1" : "=0");
    }
}
