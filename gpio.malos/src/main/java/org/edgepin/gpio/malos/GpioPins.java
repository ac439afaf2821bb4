// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.malos;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.edgepin.gpio.Bias;
import org.edgepin.gpio.BoardStatus;
import org.edgepin.gpio.Gpio;
import org.edgepin.gpio.GpioException;
import org.edgepin.gpio.Level;
import org.edgepin.gpio.NoSuchPinException;
import org.edgepin.gpio.PinId;
import org.edgepin.gpio.PinNotConfiguredException;
import org.edgepin.gpio.PinSettings;
import org.edgepin.gpio.PinState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sixteen pins of MATRIX CORE's GPIO driver on the pins of a board.
 *
 * <p>There a command wrote two words, the latch and the modes, in which it changed the bits of its
 * pin and sent all others as the driver remembered them. Here it changes the pin and nothing else, so
 * no two clients and no restart can undo what was set before. The latch of an input needs no memory:
 * the command that makes it an output brings its level.
 */
final class GpioPins implements Device {

    private static final Logger LOG = LoggerFactory.getLogger(GpioPins.class);

    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final String BAD_MODE = "invalid gpio mode. check the proto GpioParams (file driver.proto)";
    private static final DriverConfig.Gpio NOTHING_SAID = new DriverConfig.Gpio(0, INPUT, 0);

    private final Settings settings;
    private final Function<String, Gpio> access;
    private final Gpio reader;
    private Set<PinId> used = Set.of();
    private boolean unreadable;

    /** @param access the pins on behalf of a client, by its address, which is empty for nobody in particular */
    GpioPins(Settings settings, Function<String, Gpio> access) {
        this.settings = settings;
        this.access = access;
        this.reader = access.apply("");
    }

    @Override
    public String name() {
        return "Gpio";
    }

    @Override
    public String notes() {
        return "Write-read. Gpio handler. In development";
    }

    @Override
    public boolean configure(DriverConfig config, String from, Consumer<String> errors) {
        if (config.gpio().isEmpty() && !settings.setsPin0()) {
            return true;
        }
        var command = config.gpio().orElse(NOTHING_SAID);
        // the driver's variables had 16 bits
        var pin = (short) command.pin();
        var mode = (short) command.mode();
        if (mode != INPUT && mode != OUTPUT) {
            errors.accept(BAD_MODE);
            return false;
        }
        if (pin < 0 || pin >= Settings.MAX_PINS) {
            return true;
        }
        try {
            var gpio = access.apply(from);
            if (mode == OUTPUT) {
                drive(gpio, pin, command.value() & 0xffff);
            } else {
                release(gpio, pin);
            }
        } catch (GpioException | AbsentException e) {
            LOG.debug("MALOS: pin {} refused to {}", pin, from, e);
            errors.accept("0, Could not set pin " + pin + " of the Gpio driver: " + e.getMessage());
        }
        return true;
    }

    /**
     * Drives a pin and makes it an output if it is none. A value is as wide as it was there: its lowest
     * bit is the pin's level, and those above it raise the pins that follow, as far as they are outputs.
     */
    private void drive(Gpio gpio, int pin, int value) throws GpioException {
        var board = board(gpio);
        var id = id(board, pin);
        var level = (value & 1) == 0 ? Level.LOW : Level.HIGH;
        var state = gpio.state(id);
        var levels = raised(gpio, board, pin, value);
        var isOutput = state.settings() instanceof PinSettings.Output;
        if (isOutput) {
            levels.put(id, level);
        }
        if (!levels.isEmpty()) {
            gpio.write(levels);
        }
        if (!isOutput) {
            gpio.configure(id, output(state, level));
        }
    }

    private NavigableMap<PinId, Level> raised(Gpio gpio, String board, int pin, int value) throws GpioException {
        var levels = new TreeMap<PinId, Level>();
        for (var next = pin + 1; next < settings.pins().size(); next++) {
            if ((value >> (next - pin) & 1) == 1) {
                var id = new PinId(board, settings.pins().get(next));
                if (settings(gpio, id) instanceof PinSettings.Output) {
                    levels.put(id, Level.HIGH);
                }
            }
        }
        return levels;
    }

    private void release(Gpio gpio, int pin) throws GpioException {
        var id = id(board(gpio), pin);
        var state = gpio.state(id);
        if (!(state.settings() instanceof PinSettings.Input)) {
            gpio.configure(id, input(state));
        }
    }

    private static PinSettings output(PinState state, Level level) {
        var usual = state.pin().capabilities().output();
        return new PinSettings.Output(usual.bias(), usual.drive(), Optional.of(level));
    }

    /** Keeps the resistor that the pin has, if it can: MATRIX CORE knew of none. */
    private static PinSettings input(PinState state) {
        var can = state.pin().capabilities();
        var usual = can.input();
        return new PinSettings.Input(
                can.biases().contains(Bias.AS_IS) ? Bias.AS_IS : usual.bias(), usual.edges(), usual.debounce());
    }

    @Override
    public Optional<byte[]> update() {
        try {
            var bits = bits(reader);
            if (unreadable) {
                unreadable = false;
                LOG.info("MALOS: the pins can be read again");
            }
            return Optional.of(Messages.values(bits));
        } catch (GpioException | AbsentException e) {
            if (!unreadable) {
                unreadable = true;
                LOG.warn("MALOS: cannot read the pins, clients get errors instead of updates: {}", e.getMessage());
            }
            return Optional.empty();
        }
    }

    private int bits(Gpio gpio) throws GpioException {
        var board = board(gpio);
        var levels = levels(gpio, board);
        var bits = 0;
        for (var pin = 0; pin < settings.pins().size(); pin++) {
            if (levels.get(new PinId(board, settings.pins().get(pin))) == Level.HIGH) {
                bits |= 1 << pin;
            }
        }
        return bits;
    }

    /**
     * Samples all pins in use at one instant. Which these are is asked only for pins that were unused
     * at the last look; a pin that is not in use any more shows when it is read.
     */
    private Map<PinId, Level> levels(Gpio gpio, String board) throws GpioException {
        var now = used(gpio, board, used);
        try {
            used = now;
            return gpio.read(now);
        } catch (PinNotConfiguredException | NoSuchPinException e) {
            used = used(gpio, board, Set.of());
            return gpio.read(used);
        }
    }

    private Set<PinId> used(Gpio gpio, String board, Set<PinId> before) throws GpioException {
        var used = new HashSet<PinId>();
        for (var number : settings.pins()) {
            var id = new PinId(board, number);
            if (before.contains(id) || !PinSettings.UNUSED.equals(settings(gpio, id))) {
                used.add(id);
            }
        }
        return used;
    }

    /** Returns how a pin is used; a pin that the board does not have is unused. */
    private static PinSettings settings(Gpio gpio, PinId pin) throws GpioException {
        try {
            return gpio.state(pin).settings();
        } catch (NoSuchPinException e) {
            return PinSettings.UNUSED;
        }
    }

    private PinId id(String board, int pin) {
        if (pin >= settings.pins().size()) {
            throw new AbsentException("pins in etc/" + MalosConfig.PID + ".cfg does not name it");
        }
        return new PinId(board, settings.pins().get(pin));
    }

    /** There is no board, or no pin, that a client could mean; or nobody now who knows. */
    static final class AbsentException extends RuntimeException {

        private static final long serialVersionUID = 1;

        AbsentException(String message) {
            super(message);
        }
    }

    private String board(Gpio gpio) {
        if (!settings.board().isEmpty()) {
            return settings.board();
        }
        return gpio.boards().stream()
                .filter(it -> it.model().startsWith("MATRIX"))
                .min(Comparator.comparing(BoardStatus::simulated))
                .map(BoardStatus::name)
                .orElseThrow(() -> new AbsentException("there is no MATRIX board"));
    }
}
